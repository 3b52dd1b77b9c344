package io.corpusattention.weights.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph of an ONNX file: the initializers, which are the model's weights, and the nodes, which
 * are its computation. Field numbers are those of onnx.proto.
 *
 * @param initializers the float32 initializers by name, in the order of the file
 * @param nodes the nodes, in the order of the file
 */
record OnnxGraph(Map<String, Initializer> initializers, List<Node> nodes) {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;
  private static final int NODE_OPERATION = 4;
  private static final int TENSOR_DIMENSIONS = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;
  private static final int FLOAT32 = 1;

  /**
   * A tensor.
   *
   * @param values row-major
   */
  record Initializer(List<Integer> shape, float[] values) {}

  /** A step of the computation, with the names of its inputs and outputs. */
  record Node(String operation, List<String> inputs, List<String> outputs) {}

  /** Reads a file, which may be larger than a Java array. */
  static OnnxGraph read(InputStream in) throws IOException {
    CodedInputStream model = CodedInputStream.newInstance(in, 1 << 16);
    model.setSizeLimit(Integer.MAX_VALUE);
    OnnxGraph graph = new OnnxGraph(new LinkedHashMap<>(), new ArrayList<>());
    for (int tag = model.readTag(); tag != 0; tag = model.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == MODEL_GRAPH) {
        message(model, graph::readPart);
      } else {
        model.skipField(tag);
      }
    }
    return graph;
  }

  /** Reads one field of a message. Returns false to skip it. */
  @FunctionalInterface
  private interface Field {
    boolean read(int number, CodedInputStream from) throws IOException;
  }

  private static void message(CodedInputStream from, Field field) throws IOException {
    int outer = from.pushLimit(from.readRawVarint32());
    for (int tag = from.readTag(); tag != 0; tag = from.readTag()) {
      if (!field.read(WireFormat.getTagFieldNumber(tag), from)) {
        from.skipField(tag);
      }
    }
    from.popLimit(outer);
  }

  private boolean readPart(int number, CodedInputStream from) throws IOException {
    switch (number) {
      case GRAPH_NODE -> nodes.add(node(from));
      case GRAPH_INITIALIZER -> readInitializer(from);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Node node(CodedInputStream in) throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String[] operation = {""};
    message(
        in,
        (number, from) -> {
          switch (number) {
            case NODE_INPUT -> inputs.add(from.readString());
            case NODE_OUTPUT -> outputs.add(from.readString());
            case NODE_OPERATION -> operation[0] = from.readString();
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Node(operation[0], inputs, outputs);
  }

  private void readInitializer(CodedInputStream in) throws IOException {
    List<Integer> shape = new ArrayList<>();
    String[] name = {""};
    int[] type = {0};
    byte[][] bytes = {new byte[0]};
    message(
        in,
        (number, from) -> {
          switch (number) {
            case TENSOR_DIMENSIONS -> shape.add(Math.toIntExact(from.readInt64()));
            case TENSOR_TYPE -> type[0] = from.readInt32();
            case TENSOR_NAME -> name[0] = from.readString();
            case TENSOR_BYTES -> bytes[0] = from.readByteArray();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (type[0] == FLOAT32) {
      float[] values = new float[bytes[0].length / Float.BYTES];
      ByteBuffer.wrap(bytes[0]).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      if (values.length
          != shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact)) {
        throw new IOException(name[0] + " of shape " + shape + " has " + values.length + " values");
      }
      initializers.put(name[0], new Initializer(shape, values));
    }
  }
}
