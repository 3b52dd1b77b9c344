package io.corpusattention.report.figure;

import java.util.Locale;

/**
 * The style of all figures, light and dark. The colors of heads are those of Okabe and Ito, which
 * people with any color vision can tell apart, darkened or lightened to suit the background.
 *
 * <p>There are no CSS variables, because programs that put figures into papers do not support them.
 */
final class Palette {
  private static final String[] LIGHT = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58900", "#56B4E9"
  };
  private static final String[] DARK = {
    "#56B4E9", "#F0803C", "#2CC295", "#E6A0CC", "#E6C34A", "#8FD0F5"
  };

  /** The number of heads that have their own color. */
  static final int COLORS = LIGHT.length;

  private static final String FORM =
      """

      text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:14px}
      .title{font-size:14px;font-weight:600}
      .small{font-size:12px}
      .bold{font-weight:600}
      .end{text-anchor:end}
      .middle{text-anchor:middle}
      .number{font-size:12px;text-anchor:end;font-variant-numeric:tabular-nums}
      .kept{text-decoration:underline}
      .link{fill:none;stroke-linecap:round}
      """;

  private Palette() {}

  /** Returns the CSS for the classes that figures use. */
  static String style() {
    return FORM
        + colors("#1c2024", "#5c6470", "#8a929d", "#d9dde3", "#ffffff", "#fff1d6", "#b35c00", LIGHT)
        + "@media (prefers-color-scheme:dark){\n"
        + colors("#e7e9ec", "#a2aab5", "#7d8692", "#353b44", "#1b1f25", "#4a3715", "#f0a646", DARK)
        + "}\n";
  }

  private static String colors(
      String ink,
      String soft,
      String special,
      String line,
      String card,
      String held,
      String odd,
      String... heads) {
    StringBuilder css = new StringBuilder();
    css.append("text{fill:").append(ink).append("}\n");
    css.append(".soft{fill:").append(soft).append("}\n");
    css.append(".special{fill:").append(special).append("}\n");
    css.append(".odd{fill:").append(odd).append("}\n");
    css.append(".card{fill:").append(card).append(";stroke:").append(line).append("}\n");
    css.append(".cell{fill:none;stroke:").append(line).append("}\n");
    css.append(".held{fill:").append(held).append("}\n");
    css.append(".sink{fill:").append(heads[1]).append("}\n");
    for (int i = 0; i < heads.length; i++) {
      css.append(
          String.format(Locale.ROOT, ".f%d{fill:%s}.s%d{stroke:%s}%n", i, heads[i], i, heads[i])
              .replace(System.lineSeparator(), "\n"));
    }
    return css.toString();
  }
}
