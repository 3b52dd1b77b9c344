/** The help of the jobs, with options in groups. */
package io.corpusattention.cli.help;
