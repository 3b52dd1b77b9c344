/**
 * Options that several jobs have, or that belong together: sets of options for the commands.
 *
 * <p>Enters: values from the command line. Leaves: settings, or a bad setting that names its
 * option. May import picocli and the settings of all packages but {@code cli}; nothing of Spark.
 */
package io.corpusattention.cli.option;
