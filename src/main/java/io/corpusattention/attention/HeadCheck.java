package io.corpusattention.attention;

/**
 * Checks {@code --heads}, {@code --kv-heads} and {@code --head-dim}: there must be heads, and their
 * number must divide what they share. (The reader of a model's config.json checks the heads in it
 * against the weights.)
 */
public final class HeadCheck {
  private HeadCheck() {}

  /** Checks that there are heads, and that equal groups of them share a key-value head. */
  static void requireGroups(int heads, int kvHeads) {
    Setting.HEADS.requirePositive(heads);
    if (kvHeads < 1 || heads % kvHeads != 0) {
      throw Setting.KV_HEADS.of(kvHeads).bad("must be a divisor of ", Setting.HEADS.of(heads));
    }
  }

  /**
   * Returns the width of one head in a matrix that holds all heads side by side.
   *
   * @param given the setting that gives the number of heads
   * @throws BadSettingException if the number of heads does not divide the number of columns
   */
  static int width(Given given, int heads, Matrix matrix, String name, String source) {
    if (matrix.columns() % heads != 0) {
      throw given.bad(
          "does not divide the "
              + matrix.columns()
              + " columns of "
              + name
              + " "
              + matrix.shape()
              + " in "
              + source);
    }
    return matrix.columns() / heads;
  }

  /**
   * Returns the width of one head if there are no weights yet.
   *
   * @param headDim the width that the user gives, or null for d_model ÷ heads
   * @throws BadSettingException if no width is given and heads do not divide d_model, or if the
   *     width is below 1
   */
  public static int width(int heads, Integer headDim, int modelWidth) {
    if (headDim == null && modelWidth % heads != 0) {
      throw Setting.HEADS
          .of(heads)
          .bad(
              "does not divide d_model " + modelWidth + "; give the width of one head with ",
              Setting.HEAD_DIM);
    }
    int width = headDim == null ? modelWidth / heads : headDim;
    Setting.HEAD_DIM.requirePositive(width);
    return width;
  }
}
