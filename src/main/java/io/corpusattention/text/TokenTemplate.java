package io.corpusattention.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;

/**
 * Checks the post_processor of a tokenizer.json, which puts tokens such as [CLS] around a text.
 *
 * <p>If a template names an undefined token, the native library ends the whole process. So this
 * class checks templates first.
 */
final class TokenTemplate {
  private TokenTemplate() {}

  /**
   * Checks that each token and each sequence of a template is defined.
   *
   * @throws BadSettingException if one is not
   */
  static void requireDefined(JsonNode processor, Given label) {
    processor.path("processors").forEach(part -> requireDefined(part, label));
    JsonNode tokens = processor.path("special_tokens");
    for (String template : new String[] {"single", "pair"}) {
      for (JsonNode piece : processor.path(template)) {
        String token = piece.path("SpecialToken").path("id").asText(null);
        if (token != null && !tokens.has(token)) {
          throw label.bad(
              "has a post_processor with '"
                  + token
                  + "' in its template, which special_tokens of it does not define; define it");
        }
      }
    }
    for (JsonNode piece : processor.path("single")) {
      String sequence = piece.path("Sequence").path("id").asText("A");
      if (!sequence.equals("A")) {
        throw label.bad(
            "has a post_processor whose template for one sequence has a sequence '"
                + sequence
                + "'; it can only have A");
      }
    }
    for (JsonNode token : tokens) {
      if (token.path("ids").size() != token.path("tokens").size()) {
        throw label.bad(
            "has a post_processor with %s ids, but %s tokens for '%s'; give each token its id"
                .formatted(
                    token.path("ids").size(),
                    token.path("tokens").size(),
                    token.path("id").asText()));
      }
    }
  }

  /** Returns the largest id of its tokens, or -1 if it has none. */
  static int largestId(JsonNode processor) {
    int largest = -1;
    for (JsonNode part : processor.path("processors")) {
      largest = Math.max(largest, largestId(part));
    }
    for (JsonNode token : processor.path("special_tokens")) { // in a template
      for (JsonNode id : token.path("ids")) {
        largest = Math.max(largest, id.asInt());
      }
    }
    for (String name : new String[] {"cls", "sep"}) { // in BERT's and RoBERTa's own processors
      largest = Math.max(largest, processor.path(name).path(1).asInt(-1));
    }
    return largest;
  }
}
