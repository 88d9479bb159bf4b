package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SafetensorsTest {

  private static Safetensors file() {
    return new Safetensors(
        new TreeMap<>(
            Map.of(
                "b", Tensor.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}),
                "a", Tensor.vector(-0.5, Double.MIN_VALUE))),
        new TreeMap<>(Map.of("note", "x")));
  }

  @Test
  void readsWhatItWrote() {
    Safetensors read = Safetensors.read(file().write(), "f");
    assertThat(read).usingRecursiveComparison().isEqualTo(file());
    assertThat(read.tensors().get("b").rows()).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
  }

  @Test
  void readsTheBytesOfThePublishedFormat() {
    String header = "{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(UTF_8)).putDouble(2.5);
    assertThat(Safetensors.read(bytes.array(), "f").tensors().get("w").data()).containsExactly(2.5);
  }

  @Test
  void theHeaderIsPaddedToEightBytes() {
    byte[] bytes = file().write();
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    assertThat(bytes).hasSize((int) (8 + length + 8 * 8));
  }

  @Test
  void aTruncatedFileIsNoticedWhereverItEnds() {
    byte[] bytes = file().write();
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Safetensors.read(torn, "parameters.safetensors"))
          .isInstanceOf(ArtifactException.class)
          .hasMessageStartingWith("parameters.safetensors");
    }
  }
}
