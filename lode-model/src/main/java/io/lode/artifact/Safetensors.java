package io.lode.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Arrays of doubles in the safetensors format: eight bytes of header length, little-endian, the
 * header as JSON padded with spaces to eight bytes, then the raw data without gaps.
 *
 * @param tensors by name
 * @param metadata texts by name
 */
public record Safetensors(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {

  private static final String DTYPE = "F64";
  private static final String METADATA = "__metadata__";

  /** The reference implementation's limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An array.
   *
   * @param shape its dimensions
   * @param data in row-major order
   */
  public record Tensor(long[] shape, double[] data) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the shape holds another number of values than the data
     */
    public Tensor {
      long count = 1;
      for (long dimension : shape) {
        count *= dimension;
      }
      if (count != data.length) {
        throw new IllegalArgumentException(
            "shape "
                + Arrays.toString(shape)
                + " needs "
                + count
                + " values, found "
                + data.length);
      }
    }

    /** A vector. */
    public static Tensor vector(double... data) {
      return new Tensor(new long[] {data.length}, data);
    }

    /** A matrix of rows of one length. */
    public static Tensor matrix(double[][] rows) {
      int width = rows.length == 0 ? 0 : rows[0].length;
      return new Tensor(
          new long[] {rows.length, width},
          Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /**
     * The rows of a matrix.
     *
     * @throws IllegalArgumentException if this is not a matrix
     */
    public double[][] rows() {
      if (shape.length != 2) {
        throw new IllegalArgumentException(
            "a matrix has two dimensions, found shape " + Arrays.toString(shape));
      }
      double[][] rows = new double[(int) shape[0]][];
      int width = (int) shape[1];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(data, i * width, (i + 1) * width);
      }
      return rows;
    }
  }

  /**
   * A tensor that must be there.
   *
   * @param file its name, for the message
   * @throws ArtifactException if there is none of the name
   */
  public Tensor require(String name, String file) {
    Tensor found = tensors.get(name);
    if (found == null) {
      throw new ArtifactException(file + " has no tensor " + name + ", found " + tensors.keySet());
    }
    return found;
  }

  /** The file's bytes, the tensors in the order of their names. */
  public byte[] write() {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject(METADATA);
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey());
      tensor.put("dtype", DTYPE);
      ArrayNode shape = tensor.putArray("shape");
      for (long dimension : entry.getValue().shape()) {
        shape.add(dimension);
      }
      ArrayNode offsets = tensor.putArray("data_offsets");
      offsets.add(offset);
      offset += 8L * entry.getValue().data().length;
      offsets.add(offset);
    }
    byte[] json;
    try {
      json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(json);
    for (int i = json.length; i < padded; i++) {
      buffer.put((byte) ' ');
    }
    for (Tensor tensor : tensors.values()) {
      for (double value : tensor.data()) {
        buffer.putDouble(value);
      }
    }
    return buffer.array();
  }

  /**
   * Reads a file of doubles.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the bytes are cut off, damaged, or hold another type
   */
  public static Safetensors read(byte[] bytes, String file) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < 8 ? -1 : buffer.getLong();
    if (length < 0 || length > Math.min(LARGEST_HEADER, bytes.length - 8L)) {
      throw new ArtifactException(
          file
              + " is not a safetensors file: a header of "
              + length
              + " bytes does not fit in "
              + bytes.length);
    }
    JsonNode header;
    try {
      header = JSON.readTree(bytes, 8, (int) length);
    } catch (IOException e) {
      throw new ArtifactException(file + ": its header is not JSON", e);
    }
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    int dataStart = 8 + (int) length;
    long used = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        for (Map.Entry<String, JsonNode> text : entry.getValue().properties()) {
          metadata.put(text.getKey(), text.getValue().asText());
        }
        continue;
      }
      Tensor tensor = tensor(entry, buffer, dataStart, file);
      tensors.put(entry.getKey(), tensor);
      used += 8L * tensor.data().length;
    }
    if (used != bytes.length - dataStart) {
      throw new ArtifactException(
          file + ": tensors hold " + used + " bytes, found " + (bytes.length - dataStart));
    }
    return new Safetensors(tensors, metadata);
  }

  private static Tensor tensor(
      Map.Entry<String, JsonNode> entry, ByteBuffer buffer, int dataStart, String file) {
    String name = file + ": tensor " + entry.getKey();
    JsonNode node = entry.getValue();
    if (!DTYPE.equals(node.path("dtype").asText())) {
      throw new ArtifactException(
          name + " must have dtype " + DTYPE + ", found " + node.path("dtype"));
    }
    long from = node.path("data_offsets").path(0).asLong(-1);
    long to = node.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to < from || (to - from) % 8 != 0 || to > buffer.capacity() - dataStart) {
      throw new ArtifactException(
          name + " has offsets " + from + " to " + to + ", outside of the file's data");
    }
    double[] data = new double[(int) ((to - from) / 8)];
    for (int i = 0; i < data.length; i++) {
      data[i] = buffer.getDouble(dataStart + (int) from + 8 * i);
    }
    JsonNode shape = node.path("shape");
    long[] dimensions = new long[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = shape.get(i).asLong(-1);
    }
    try {
      return new Tensor(dimensions, data);
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(name + ": " + e.getMessage(), e);
    }
  }
}
