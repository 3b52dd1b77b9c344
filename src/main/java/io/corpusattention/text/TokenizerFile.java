package io.corpusattention.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.text.file.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A checked Hugging Face tokenizer.json, which creates tokenizers.
 *
 * @param label the setting with the file, for messages
 * @param json its text
 * @param unknownId the id of pieces that the tokenizer does not know; -1 if there is none
 * @param unknownToken the token of unknownId; null if there is none
 * @param vocabulary one more than its largest id
 * @param byBlank whether it recognizes a word by the space before it, as in byte-level BPE that
 *     does not add the space itself
 */
public record TokenizerFile(
    Given label, String json, int unknownId, String unknownToken, int vocabulary, boolean byBlank)
    implements Serializable {
  public static final String NAME = "tokenizer.json";

  /**
   * Reads a file.
   *
   * @throws BadSettingException if it is not a tokenizer, or if its results are random
   */
  public static TokenizerFile read(InputStream in, Given label) {
    String json = "";
    JsonNode root;
    try {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      root = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      if (FileKind.of(json.getBytes(StandardCharsets.UTF_8), "") == FileKind.GIT_LFS) {
        throw FileKind.GIT_LFS.refusal(label);
      }
      throw label
          .bad("is no JSON; give the tokenizer.json of a Hugging Face tokenizer")
          .causedBy(e);
    } catch (IOException e) {
      throw label.bad("cannot be read: " + e.getMessage()).causedBy(e);
    }
    JsonNode model = root == null ? null : root.get("model");
    if (model == null || !model.isObject()) {
      throw label.bad("has no model; give the tokenizer.json of a Hugging Face tokenizer");
    }
    if (model.path("dropout").asDouble(0) > 0) {
      throw label.bad(
          "has a dropout of "
              + model.get("dropout")
              + ", by which the same sentence gives other tokens each time; set it to null");
    }
    requireUnknown(model, label);
    CharacterMap.requireWhole(root.path("normalizer"), label);
    requireLength(root.path("pre_tokenizer"), label);
    TokenTemplate.requireDefined(root.path("post_processor"), label);
    TokenizerFile file =
        new TokenizerFile(
            label,
            json,
            unknownId(model),
            unknownToken(model),
            vocabulary(root),
            byBlank(root.path("pre_tokenizer")));
    try {
      file.newTokenizer(false, Integer.MAX_VALUE).tokenize("a");
    } catch (BadSettingException e) {
      throw e;
    } catch (RuntimeException e) { // from the native library
      throw label.bad("cannot be used as a tokenizer: " + e.getMessage()).causedBy(e);
    }
    return file;
  }

  private static int vocabulary(JsonNode root) {
    int largest = TokenTemplate.largestId(root.path("post_processor"));
    JsonNode vocab = root.path("model").path("vocab");
    if (vocab.isArray()) { // Unigram, whose ids are indices
      largest = vocab.size() - 1;
    } else {
      for (JsonNode id : vocab) {
        largest = Math.max(largest, id.asInt());
      }
    }
    for (JsonNode token : root.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt());
    }
    return largest + 1;
  }

  private static boolean byBlank(JsonNode preTokenizer) {
    boolean byBlank =
        preTokenizer.path("type").asText().equals("ByteLevel")
            && !preTokenizer.path("add_prefix_space").asBoolean(false);
    return byBlank
        || StreamSupport.stream(preTokenizer.path("pretokenizers").spliterator(), false)
            .anyMatch(TokenizerFile::byBlank);
  }

  /** Refuses pieces of length 0, with which the native library ends the whole process. */
  private static void requireLength(JsonNode preTokenizer, Given label) {
    preTokenizer.path("pretokenizers").forEach(part -> requireLength(part, label));
    if (preTokenizer.path("length").asInt(1) == 0) {
      throw label.bad("has a pre_tokenizer with pieces of length 0; give a length of 1 or more");
    }
  }

  /**
   * Requires a token for unknown text, without which a model of words or pieces fails on most
   * texts.
   */
  private static void requireUnknown(JsonNode model, Given label) {
    boolean unigram = model.path("type").asText().equals("Unigram");
    boolean words = List.of("WordPiece", "WordLevel").contains(model.path("type").asText());
    if (unigram && unknownId(model) < 0 && !model.path("byte_fallback").asBoolean(false)) {
      throw label.bad("has no unk_id, so texts with other pieces than its own cannot be cut");
    }
    if (words && unknownId(model) < 0) {
      throw label.bad(
          "has an unk_token that is not in its vocabulary, so texts with other words than its own"
              + " cannot be cut");
    }
  }

  private static String unknownToken(JsonNode model) {
    int id = unknownId(model);
    if (id < 0) {
      return null;
    }
    return model.path("unk_id").isInt()
        ? model.path("vocab").path(id).path(0).asText(null)
        : model.get("unk_token").asText();
  }

  private static int unknownId(JsonNode model) {
    if (model.path("unk_id").isInt()) { // Unigram
      return model.get("unk_id").asInt();
    }
    JsonNode token = model.path("unk_token");
    return token.isTextual() ? model.path("vocab").path(token.asText()).asInt(-1) : -1;
  }

  /**
   * Creates a tokenizer from this file.
   *
   * @param specialTokens whether to add the special tokens that the file defines, such as [CLS] and
   *     [SEP]
   * @param maxTokens the most tokens, including special tokens
   */
  public Tokenizer newTokenizer(boolean specialTokens, int maxTokens) {
    return new SubwordTokenizer(this, specialTokens, maxTokens);
  }

  @Override
  public String toString() {
    return label.toString();
  }
}
