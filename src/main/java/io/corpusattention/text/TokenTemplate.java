package io.corpusattention.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;

/**
 * The post_processor of a tokenizer.json, which puts tokens such as [CLS] around a text.
 *
 * <p>The native library ends the whole process where a template names what is not defined. So that
 * is looked for first.
 */
final class TokenTemplate {
  private TokenTemplate() {}

  /**
   * Checks that each token and each sequence of a template is there.
   *
   * @throws BadSettingException where one is not
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

  /** The largest id of its tokens; -1 where it has none. */
  static int largestId(JsonNode processor) {
    int largest = -1;
    for (JsonNode part : processor.path("processors")) {
      largest = Math.max(largest, largestId(part));
    }
    for (JsonNode token : processor.path("special_tokens")) { // of a template
      for (JsonNode id : token.path("ids")) {
        largest = Math.max(largest, id.asInt());
      }
    }
    for (String name : new String[] {"cls", "sep"}) { // of BERT's and RoBERTa's own processors
      largest = Math.max(largest, processor.path(name).path(1).asInt(-1));
    }
    return largest;
  }
}
