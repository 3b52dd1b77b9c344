package io.corpusattention.cli;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.PropertiesDefaultProvider;
import picocli.CommandLine.Unmatched;

/**
 * The file of {@code --config}: properties named after the options, on any file system. They give
 * values for the options that the command line leaves out.
 */
final class ConfigFile {
  @Option(names = "--config")
  private String file;

  @SuppressWarnings("unused") // receives all other arguments, which are parsed later
  @Unmatched
  private List<String> rest;

  private ConfigFile() {}

  /** Reads the file that the arguments name, if any, and uses its values as defaults. */
  static void apply(CommandLine commandLine, String[] args) {
    ConfigFile config = new ConfigFile();
    try {
      new CommandLine(config).parseArgs(args);
    } catch (CommandLine.ParameterException incomplete) {
      return; // the full parse follows and reports the error
    }
    if (config.file == null || args.length == 0) {
      return;
    }
    CommandLine job = commandLine.getSubcommands().get(args[0]);
    if (job == null) {
      return;
    }
    Properties properties = read(config.file);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      OptionSpec option = job.getCommandSpec().findOption("--" + key);
      if (option == null || List.of("config", "help", "version").contains(key)) {
        throw Setting.CONFIG
            .of(config.file)
            .bad(
                key
                    + " is no option of "
                    + args[0]
                    + "; keys are the names of its options without the dashes");
      }
    }
    job.setDefaultValueProvider(new PropertiesDefaultProvider(properties));
  }

  private static Properties read(String file) {
    Configuration conf = HadoopPaths.conf();
    Path path = HadoopPaths.path(Setting.CONFIG, file);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.CONFIG, path, conf);
    Properties properties = new Properties();
    try (Reader reader = new InputStreamReader(fileSystem.open(path), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (FileNotFoundException e) {
      throw Setting.CONFIG.of(file).bad("there is no such file, or it is a folder").causedBy(e);
    } catch (IllegalArgumentException | IOException e) {
      throw Setting.CONFIG
          .of(file)
          .bad("cannot be read as properties: " + RootCause.of(e))
          .causedBy(e);
    }
    properties.replaceAll((key, value) -> ((String) value).strip());
    return properties;
  }
}
