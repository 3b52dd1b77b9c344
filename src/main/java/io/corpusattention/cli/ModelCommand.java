package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.job.model.ModelJob;
import io.corpusattention.job.model.PublishedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of model. */
@Command(
    name = "model",
    customSynopsis = {"jobs/model NAME [--output FOLDER]%n"},
    description = {
      "Fetches a published model through Maven and writes a folder for --model and "
          + "--weights: model.safetensors, config.json, tokenizer.json, and SOURCE.txt with "
          + "its origin and license. Other jobs do this by themselves."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Names: all-MiniLM-L6-v2, bge-small-en-v1.5, e5-small-v2.",
      "",
      JobOptions.EXIT_CODES
    })
final class ModelCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The model.")
  private String name;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "The folder to write. Default: target/models/NAME.")
  private String output;

  /** For the script, which fetches the model: prints the Maven coordinates and nothing else. */
  @Option(names = "--coordinates", hidden = true)
  private boolean coordinates;

  /** From the script: the artifact that it fetched. */
  @Option(names = "--artifact", hidden = true)
  private Path artifact;

  @Mixin
  @SuppressWarnings("UnusedVariable") // --config and --verbose, which other classes read
  private JobOptions job;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PublishedModel model =
        PublishedModel.of(name)
            .orElseThrow(
                () ->
                    Setting.MODEL
                        .of(name)
                        .bad(
                            "no such model is known; known are "
                                + PublishedModel.names()
                                + ", or give a folder that save_pretrained wrote"));
    PrintWriter out = spec.commandLine().getOut();
    if (coordinates) {
      out.println(model.artifact());
      return 0;
    }
    if (artifact == null || output == null) {
      throw Setting.MODEL.of(name).bad("the jar fetches nothing; run jobs/model " + name);
    }
    int tensors = ModelJob.run(model, artifact, Path.of(output));
    out.printf("Model      %s, %d tensors%n", model.name(), tensors);
    out.printf("Source     %s%n", model.origin());
    out.printf("Folder     %s%n", output);
    out.flush();
    return 0;
  }
}
