package io.corpusattention.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The activation functions of {@link SimdKernel}, with the same bits as {@link ScalarKernel}. */
final class SimdActivation {
  private static final VectorSpecies<Float> SPECIES = SimdKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private SimdActivation() {}

  /** Implements {@link Kernel#activate}. */
  static void activate(Activation activation, float[] values, int from, int to) {
    int whole = from + (to - from) / WIDTH * WIDTH;
    switch (activation) {
      case GELU -> gelu(values, from, whole);
      case GELU_NEW -> geluNew(values, from, whole);
      case RELU -> relu(values, from, whole);
    }
    for (int i = whole; i < to; i++) {
      values[i] = ScalarKernel.activated(activation, values[i]);
    }
  }

  /**
   * Computes {@link Gelu#gelu}: near is for small numbers, far for all others.
   *
   * <p>This method is long on purpose, so that the compiler does not inline it. Inlined into a
   * caller, it can reach the limit of what the compiler inlines in one method before the call of
   * exp. The vectors of that call then become objects, which takes three times as long.
   */
  private static void gelu(float[] values, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      FloatVector half = x.mul(0.5f);
      FloatVector z = x.mul(Gelu.SQRT_HALF);
      FloatVector square = z.mul(z);
      FloatVector p = FloatVector.broadcast(SPECIES, Gelu.P[6]);
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[5]));
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[4]));
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[3]));
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[2]));
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[1]));
      p = p.fma(square, FloatVector.broadcast(SPECIES, Gelu.P[0]));
      FloatVector near = half.fma(z.fma(p, z), half);

      FloatVector magnitude = z.abs();
      FloatVector s = FloatVector.broadcast(SPECIES, Gelu.S[7]);
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[6]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[5]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[4]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[3]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[2]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[1]));
      s = s.fma(magnitude, FloatVector.broadcast(SPECIES, Gelu.S[0]));
      FloatVector erfc = SimdSoftmax.exp(magnitude.neg().fma(magnitude, s));
      FloatVector halfMagnitude = half.abs();
      FloatVector positive = half.add(halfMagnitude); // max(x, 0), exact unless x is tiny
      FloatVector far = halfMagnitude.neg().fma(erfc, positive);

      far.blend(near, magnitude.compare(VectorOperators.LT, Gelu.SMALL)).intoArray(values, i);
    }
  }

  private static void geluNew(float[] values, int from, int to) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector linear = FloatVector.broadcast(SPECIES, Gelu.LINEAR);
    FloatVector cubic = FloatVector.broadcast(SPECIES, Gelu.CUBIC);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      FloatVector v = x.mul(cubic.fma(x.mul(x), linear));
      FloatVector e = SimdSoftmax.exp(v.abs().neg());
      FloatVector sigmoid = one.blend(e, v.compare(VectorOperators.LT, 0f)).div(e.add(1f));
      x.mul(sigmoid).intoArray(values, i);
    }
  }

  private static void relu(float[] values, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector.fromArray(SPECIES, values, i).max(0f).intoArray(values, i);
    }
  }
}
