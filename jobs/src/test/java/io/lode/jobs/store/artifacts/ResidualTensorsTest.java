package io.lode.jobs.store.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.RateGrid;
import io.lode.model.residual.ResidualSizes;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResidualTensorsTest {

  private static NeuralResidual residual() {
    ResidualSizes sizes = new ResidualSizes(3, 4);
    SplittableRandom random = new SplittableRandom(1);
    return new NeuralResidual(
        sizes,
        new double[][] {sizes.layout().initial(random), sizes.layout().initial(random)},
        new RateGrid(1200, 3600, 1e-6, -4, 0.7),
        0.02,
        0.3);
  }

  private static Safetensors file(SortedMap<String, Tensor> tensors) {
    return new Safetensors(tensors, new TreeMap<>());
  }

  @Test
  void readsWhatItWrote() {
    NeuralResidual written = residual();
    byte[] bytes = file(new TreeMap<>(ResidualTensors.of(written))).write();
    NeuralResidual read =
        ResidualTensors.read(Safetensors.read(bytes, "file"), "file").orElseThrow();
    assertThat(read.parameters()).isDeepEqualTo(written.parameters());
    assertThat(read.sizes()).isEqualTo(written.sizes());
    assertThat(read.grid()).isEqualTo(written.grid());
    assertThat(read.unit()).isEqualTo(0.02);
    assertThat(read.shrinkage()).isEqualTo(0.3);
  }

  @Test
  void aFileWithoutOneHoldsNone() {
    assertThat(ResidualTensors.read(file(new TreeMap<>()), "file")).isEmpty();
  }

  @Test
  void namesTheFileWhoseTensorsAreMissingOrDoNotFit() {
    TreeMap<String, Tensor> tensors = new TreeMap<>(ResidualTensors.of(residual()));
    tensors.remove("residual.grid");
    assertThatThrownBy(() -> ResidualTensors.read(file(tensors), "file"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("file has no tensor residual.grid, found [");
    TreeMap<String, Tensor> others = new TreeMap<>(ResidualTensors.of(residual()));
    others.put("residual.members", Tensor.matrix(new double[][] {{1, 2}}));
    assertThatThrownBy(() -> ResidualTensors.read(file(others), "file"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("file: a residual of ");
  }
}
