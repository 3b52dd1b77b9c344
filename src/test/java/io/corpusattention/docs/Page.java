package io.corpusattention.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documentation with blocks that come from the program. A block is the text between
 * the lines {@code <!-- NAME -->} and {@code <!-- end -->}.
 */
public record Page(String file) {
  /** The system property that makes tests rewrite the blocks instead of comparing them. */
  private static final String WRITE = "docs.write";

  private Path path() {
    return JobProcess.ROOT.resolve(file);
  }

  /** Returns the text of the page. */
  public String text() throws IOException {
    return Files.readString(path());
  }

  /** Returns the text of a block of the page. */
  public String block(String name) throws IOException {
    String text = text();
    int start = start(text, name);
    return text.substring(start, end(text, start));
  }

  /** Fails unless a block has this content. With {@code -Ddocs.write=true}, writes it instead. */
  public void require(String name, String content) throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      String text = text();
      int start = start(text, name);
      Files.writeString(
          path(), text.substring(0, start) + content + text.substring(end(text, start)));
    }
    assertThat(block(name))
        .as(
            "%s, block \"%s\"; mvn test -Dtest='*PageTest' -D%s=true rewrites it",
            file, name, WRITE)
        .isEqualTo(content);
  }

  private int start(String text, String name) {
    String mark = "<!-- " + name + " -->\n";
    assertThat(text).as(file).contains(mark);
    return text.indexOf(mark) + mark.length();
  }

  private static int end(String text, int start) {
    return text.indexOf("<!-- end -->", start);
  }

  /** Returns text for a cell of a table. */
  public static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
