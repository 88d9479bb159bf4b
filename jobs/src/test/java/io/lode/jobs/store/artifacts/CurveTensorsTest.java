package io.lode.jobs.store.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.process.CurveData;
import io.lode.model.process.CurveKernel;
import io.lode.model.process.CurvePoint;
import io.lode.model.process.CurveProcess;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurveTensorsTest {

  private static final CurveProcess PROCESS =
      new CurveProcess(
          new CurveData(
              1000,
              1e-6,
              new CurvePoint[] {new CurvePoint(-4, -3, 0, -1), new CurvePoint(-3, -3, -0.5, 0)},
              new int[] {0, 7},
              new double[] {0.25, -0.5}),
          new CurveKernel(2, 4, 0.5, 0.01, 0.1));

  private static Safetensors file(Map<String, Tensor> tensors) {
    return Safetensors.read(
        new Safetensors(new TreeMap<>(tensors), new TreeMap<>()).write(), "file");
  }

  @Test
  void readsWhatItWrote() {
    CurveProcess read = CurveTensors.read(file(CurveTensors.of(PROCESS)), "file").orElseThrow();
    assertThat(read.kernel()).isEqualTo(PROCESS.kernel());
    assertThat(read.data().points()).containsExactly(PROCESS.data().points());
    assertThat(read.data().run()).containsExactly(0, 7);
    assertThat(read.data().residual()).containsExactly(0.25, -0.5);
    assertThat(read.data().referenceSteps()).isEqualTo(1000);
    assertThat(read.data().smallestLearningRate()).isEqualTo(1e-6);
  }

  @Test
  void aFileWithoutOneHasNone() {
    Map<String, Tensor> tensors = Map.of("modal.rates", Tensor.vector(1, 2));
    assertThat(CurveTensors.read(file(tensors), "file")).isEmpty();
  }

  @Test
  void namesTensorsThatDoNotFit() {
    Map<String, Tensor> tensors = new TreeMap<>(CurveTensors.of(PROCESS));
    tensors.put("curves.kernel", Tensor.vector(1, 2));
    assertThatThrownBy(() -> CurveTensors.read(file(tensors), "file"))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "file: rows of curves.points, curves.kernel and curves.units must hold 6, 5 and 2"
                + " values, found 6, 2 and 2");
  }
}
