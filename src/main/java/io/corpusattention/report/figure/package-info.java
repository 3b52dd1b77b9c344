/**
 * Draws a report as SVG files, without a browser.
 *
 * <p>In: a report. Out: the text of each file. Any content of a token is text in them, never
 * markup.
 */
package io.corpusattention.report.figure;
