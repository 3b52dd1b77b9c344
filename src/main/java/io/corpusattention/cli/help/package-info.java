/** The help of the jobs: their options in groups. */
package io.corpusattention.cli.help;
