/**
 * A report as SVG files, drawn without a browser.
 *
 * <p>Enters: a report. Leaves: the text of each file. Whatever a token holds is text in them, never
 * markup.
 */
package io.corpusattention.report.figure;
