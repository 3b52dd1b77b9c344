package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes a fingerprint of weights: SHA-256 over names, shapes, and little-endian numbers. It does
 * not depend on the format of the files.
 */
public final class WeightsDigest {
  private WeightsDigest() {}

  /** Returns the fingerprint in hexadecimal. */
  public static String sha256(ProjectionWeights weights) {
    MessageDigest digest = sha256();
    add(digest, weights);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, ProjectionWeights weights) {
    add(digest, "W_q", weights.query());
    add(digest, "W_k", weights.key());
    add(digest, "W_v", weights.value());
    add(digest, "b_q", weights.queryBias());
    add(digest, "b_k", weights.keyBias());
    add(digest, "b_v", weights.valueBias());
  }

  /** Returns the fingerprint of a whole model, in hexadecimal. */
  public static String sha256(EncoderModel model) {
    MessageDigest digest = sha256();
    EmbeddingLayer embeddings = model.embeddings();
    add(digest, "words", embeddings.words());
    add(digest, "positions", embeddings.positions());
    if (embeddings.types() != null) {
      add(digest, "types", embeddings.types());
    }
    if (embeddings.norm() != null) {
      add(digest, "gamma", embeddings.norm().gamma());
      add(digest, "beta", embeddings.norm().beta());
    }
    if (embeddings.projection() != null) {
      add(digest, "projection", embeddings.projection());
    }
    for (EncoderLayer layer : model.layers()) {
      add(digest, layer.attention());
      add(digest, layer.block());
    }
    if (model.last() != null) {
      add(digest, "last", model.last());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Block block) {
    add(digest, "output", block.output());
    add(digest, "first", block.first());
    add(digest, "up", block.up());
    add(digest, "down", block.down());
    add(digest, "second", block.second());
  }

  private static void add(MessageDigest digest, String name, Dense dense) {
    add(digest, name, dense.weight());
    add(digest, name, dense.bias());
  }

  private static void add(MessageDigest digest, String name, LayerNorm norm) {
    add(digest, name, norm.gamma());
    add(digest, name, norm.beta());
  }

  /** Returns the fingerprint of one named matrix, in hexadecimal. */
  public static String sha256(String name, Matrix matrix) {
    MessageDigest digest = sha256();
    add(digest, name, matrix);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String name, Matrix matrix) {
    digest.update((name + matrix.shape()).getBytes(StandardCharsets.US_ASCII));
    add(digest, matrix.values());
  }

  private static void add(MessageDigest digest, String name, float[] bias) {
    if (bias != null) {
      digest.update((name + "[" + bias.length + "]").getBytes(StandardCharsets.US_ASCII));
      add(digest, bias);
    }
  }

  private static void add(MessageDigest digest, float[] values) {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (!chunk.hasRemaining()) {
        digest.update(chunk.flip());
        chunk.clear();
      }
      chunk.putFloat(value);
    }
    digest.update(chunk.flip());
  }
}
