package io.corpusattention.docs;

import io.corpusattention.cli.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands and queries in the fenced blocks of README and the documentation. */
final class Snippets {
  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern COMMAND = Pattern.compile("^\\s*jobs/[a-z]+ .*$", Pattern.MULTILINE);

  private Snippets() {}

  /** Returns README and all pages, README first. */
  static List<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(JobProcess.ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md"),
              docs.filter(file -> file.toString().endsWith(".md"))
                  .map(file -> "docs/" + file.getFileName())
                  .sorted())
          .toList();
    }
  }

  /** Returns the blocks of a language on a page; shell has no name. */
  static List<String> blocks(String page, String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(new Page(page).text());
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }

  /** Returns the jobs that a page runs, each on one line, without comments. */
  static List<String> commands(String page) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String block : blocks(page, "")) {
      Matcher command = COMMAND.matcher(block.replaceAll("\\\\\\n\\s*", " "));
      while (command.find()) {
        commands.add(command.group().replaceFirst(" +# .*", "").strip());
      }
    }
    return commands;
  }
}
