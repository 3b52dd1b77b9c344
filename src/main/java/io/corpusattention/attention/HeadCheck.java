package io.corpusattention.attention;

/**
 * The checks of {@code --heads}, {@code --kv-heads} and {@code --head-dim}: that there are heads,
 * and that they divide what is cut into them. (What a model's config.json says of its heads is held
 * against its weights where it is read.)
 */
public final class HeadCheck {
  private HeadCheck() {}

  /** There must be heads, in groups of one size that share a key-value head. */
  static void requireGroups(int heads, int kvHeads) {
    Setting.HEADS.requirePositive(heads);
    if (kvHeads < 1 || heads % kvHeads != 0) {
      throw Setting.KV_HEADS.of(kvHeads).bad("must be a divisor of ", Setting.HEADS.of(heads));
    }
  }

  /**
   * The width of one head of a matrix that has all of them side by side.
   *
   * @param given the setting that says how many heads
   * @throws BadSettingException where they do not divide its columns
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
   * The width of one head where there are no weights yet.
   *
   * @param headDim as the user gives it; null for d_model ÷ heads
   * @throws BadSettingException where heads do not divide d_model, or the width is below 1
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
