package dev.taskmeta.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Tells whether bytes are one JSON value in UTF-8, however deep or large. */
final class JsonText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonText() {}

  /**
   * Finds what is wrong with a text as JSON.
   *
   * @return null if it is one JSON value and nothing else, or else what is wrong
   */
  static @org.jspecify.annotations.Nullable String problem(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return "it is empty";
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null ? null : "more than one value";
    } catch (JacksonException e) {
      return e.getOriginalMessage();
    }
  }
}
