package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a damaged tokenizer.json is refused with a one-line message and never ends the
 * process.
 */
class TokenizerFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private ObjectNode root;
  private ObjectNode template;

  @BeforeEach
  void readOne() throws IOException {
    root =
        (ObjectNode)
            JSON.readTree(Files.readString(GoldenEmbedder.path("bert").resolve("tokenizer.json")));
    template = (ObjectNode) root.get("post_processor");
  }

  private TokenizerFile read() throws IOException {
    return TokenizerFile.read(
        new ByteArrayInputStream(JSON.writeValueAsBytes(root)), Setting.TOKENIZER.of("t.json"));
  }

  private void refuse(String... parts) {
    assertThatThrownBy(this::read)
        .isInstanceOf(BadSettingException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  private static ObjectNode piece(String kind, String id) {
    ObjectNode piece = JSON.createObjectNode();
    piece.putObject(kind).put("id", id).put("type_id", 0);
    return piece;
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "pair"})
  void aTemplateWithATokenThatIsNotDefinedIsNamed(String kind) {
    ((ArrayNode) template.get(kind)).add(piece("SpecialToken", "[NOWHERE]"));
    refuse("t.json", "'[NOWHERE]'", "special_tokens");
  }

  @Test
  void soIsOneAmongSeveralProcessors() {
    ((ArrayNode) template.get("single")).add(piece("SpecialToken", "[NOWHERE]"));
    ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
    sequence.putArray("processors").add(template);
    root.set("post_processor", sequence);
    refuse("'[NOWHERE]'");
  }

  @Test
  void aTemplateOfOneTextHasNoSecondText() {
    ((ArrayNode) template.get("single")).add(piece("Sequence", "B"));
    refuse("sequence 'B'");
  }

  @Test
  void aTokenOfATemplateHasAsManyIdsAsTokens() {
    ((ArrayNode) template.at("/special_tokens/[CLS]/ids")).add(5);
    refuse("2 ids", "1 tokens", "'[CLS]'");
  }

  @Test
  void idsOfATemplateCountAmongTheVocabulary() throws IOException {
    ((ArrayNode) template.at("/special_tokens/[CLS]/ids")).removeAll().add(98_765);
    assertThat(read().vocabulary()).isEqualTo(98_766);
    ObjectNode processor = root.putObject("post_processor").put("type", "BertProcessing");
    processor.putArray("sep").add("[SEP]").add(54_321);
    processor.putArray("cls").add("[CLS]").add(2);
    assertThat(read().vocabulary()).isEqualTo(54_322);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normalizer     | {'type':'Precompiled','precompiled_charsmap':'AAAA'}",
        "normalizer     | {'type':'Nothing'}",
        "normalizer     | {'type':'Replace','pattern':{'Regex':'('},'content':''}",
        "pre_tokenizer  | {'type':'Split','pattern':{'Regex':'('},'behavior':'Isolated','invert':false}",
        "pre_tokenizer  | {'type':'FixedLength','length':0}",
        "pre_tokenizer  | {'type':'Metaspace','replacement':'ab'}",
        "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'[CLS]','type_id':-1}}],'pair':[],'special_tokens':{}}",
        "model          | {'type':'BPE','vocab':{'a':0},'merges':['a b']}",
        "model          | {'type':'Unigram','unk_id':7,'vocab':[['a',0.0]]}",
        "model          | {'type':'WordPiece','unk_token':'[UNK]','vocab':{'[UNK]':-1}}",
        "added_tokens   | [{'id':-1,'content':'x'}]",
      })
  void whatTheLibraryCannotReadIsRefused(String part, String value) throws IOException {
    root.set(part, JSON.readTree(value.replace('\'', '"')));
    refuse("tokenizer t.json: ");
  }

  private static final Path OF_MAP = Path.of("src/test/resources/tokenizers");

  /** Reads a tokenizer with a character map and tokenizes a text whose tokens are known. */
  private List<String> tokensWithMap(byte[] map) throws IOException {
    root = (ObjectNode) JSON.readTree(Files.readString(OF_MAP.resolve("sentencepiece.json")));
    ObjectNode normalizer = (ObjectNode) root.at("/normalizer/normalizers/0");
    if (map != null) {
      normalizer.put("precompiled_charsmap", map);
    }
    JsonNode expected = JSON.readTree(Files.readString(OF_MAP.resolve("expected.json")));
    String text = expected.get("text").asText();
    return List.of(read().newTokenizer(true, 100).tokenize(text).tokens());
  }

  @Test
  void aMapOfCharactersOfSentencePieceIsRead() throws IOException {
    List<String> tokens = new ArrayList<>();
    JSON.readTree(Files.readString(OF_MAP.resolve("expected.json")))
        .get("tokens")
        .forEach(token -> tokens.add(token.asText()));
    assertThat(tokensWithMap(null)).isEqualTo(tokens).contains("f", "i");
  }

  @Test
  void aMapOfCharactersWithAnyByteDamagedEndsNoProcess() throws IOException {
    tokensWithMap(null);
    byte[] map = root.at("/normalizer/normalizers/0/precompiled_charsmap").binaryValue();
    int refused = 0;
    for (int i = 0; i < map.length; i++) {
      for (int flipped : new int[] {1, 0x80, 0xFF}) {
        byte[] damaged = map.clone();
        damaged[i] ^= (byte) flipped;
        try {
          tokensWithMap(damaged);
        } catch (BadSettingException e) {
          refused++;
          assertThat(e).hasMessageContaining("precompiled_charsmap that is damaged");
        }
      }
      try {
        tokensWithMap(Arrays.copyOf(map, i));
      } catch (BadSettingException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(map.length);
  }

  @Test
  void aTextThatTheTokenizerCannotCutIsTheTokenizersFault() throws IOException {
    // Unknown characters fall back to bytes, but the vocabulary has no bytes.
    root.set(
        "model",
        JSON.readTree("{\"type\":\"Unigram\",\"byte_fallback\":true,\"vocab\":[[\"a\",0.0]]}"));
    root.set("pre_tokenizer", null);
    root.set("post_processor", null);
    root.set("added_tokens", JSON.createArrayNode());
    Tokenizer tokenizer = read().newTokenizer(true, 10);
    assertThat(tokenizer.tokenize("aa").tokens()).hasSize(2);
    assertThatThrownBy(() -> tokenizer.tokenize("ab"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll("t.json", "cannot cut a text");
  }
}
