/**
 * Sets of options for the commands: options that several jobs share or that belong together.
 *
 * <p>Enters: values from the command line. Leaves: settings, or a bad setting that names its
 * option. May import picocli and the settings of all packages except {@code cli}, but not Spark.
 */
package io.corpusattention.cli.option;
