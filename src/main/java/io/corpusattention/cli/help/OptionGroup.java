package io.corpusattention.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The groups in which help and documentation list the options of a job, in this order. */
public enum OptionGroup {
  FILES("Input and output"),
  MODEL("Whole model"),
  EMBEDDINGS("Embeddings"),
  TEXT("Text"),
  WEIGHTS("One layer"),
  QUERIES("Queries from elsewhere"),
  OBJECTIVE("Objective"),
  LEARNING("Learning"),
  ATTENTION("Attention"),
  MEASURES("Measures"),
  TABLE("Contents of the table"),
  WORDS("Words"),
  DOCUMENTS("Documents"),
  PAGE("Contents of the page"),
  WORKLOAD("Workload"),
  COLUMNS("Columns of the input"),
  RECORDS("Records and tasks"),
  GENERAL("General");

  private final String title;

  OptionGroup(String title) {
    this.title = title;
  }

  /** Returns the heading of the group. */
  public String title() {
    return title;
  }

  /** Puts the options of a class, or one option, into a group. A field overrides its class. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.FIELD})
  public @interface In {
    OptionGroup value();
  }

  /** Returns the group of an option. Options without one, such as {@code --help}, are general. */
  public static OptionGroup of(OptionSpec option) {
    In in = null;
    if (option.userObject() instanceof Field field) {
      in = field.getAnnotation(In.class);
      in = in == null ? field.getDeclaringClass().getAnnotation(In.class) : in;
    }
    return in == null ? GENERAL : in.value();
  }

  /** Returns the options of a job in this group, in the order of their declaration. */
  public List<OptionSpec> optionsOf(CommandSpec job) {
    return job.options().stream().filter(option -> !option.hidden() && of(option) == this).toList();
  }
}
