package io.lode.jobs.store.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.latent.FeatureScale;
import io.lode.model.latent.LatentEnsemble;
import io.lode.model.latent.LatentLayout;
import io.lode.model.latent.LatentSizes;
import io.lode.model.latent.RunGrid;
import io.lode.trajectory.MetricTransform;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatentEnsemblesTest {

  private static final MetricTransform LOG = new MetricTransform.Log();

  private static LatentEnsemble ensemble() {
    LatentLayout layout = new LatentLayout(new LatentSizes(3, 4, 2, 5, 1));
    SplittableRandom random = new SplittableRandom(1);
    return new LatentEnsemble(
        layout,
        new double[][] {layout.initial(random), layout.initial(random)},
        new FeatureScale(new double[] {1, 2, 3}, new double[] {4, 5, 6}),
        new RunGrid(1200, 1e-5, LOG),
        new double[][][] {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}},
        new double[][] {{-1, -2}, {-3}, {-4, -5, -6}});
  }

  @Test
  void readsWhatItWrote() {
    LatentEnsemble written = ensemble();
    byte[] bytes = LatentEnsembles.tensors(written).write();
    LatentEnsemble read = LatentEnsembles.ensemble(Safetensors.read(bytes, "file"), LOG, "file");
    assertThat(read.parameters()).isDeepEqualTo(written.parameters());
    assertThat(read.layout().sizes()).isEqualTo(written.layout().sizes());
    assertThat(read.grid()).isEqualTo(written.grid());
    assertThat(read.scale().deviation()).containsExactly(4, 5, 6);
    assertThat(read.codes()[1][0]).containsExactly(7, 8);
    assertThat(read.logLearningRate()).isDeepEqualTo(written.logLearningRate());
  }

  @Test
  void namesTheFileWhoseTensorsAreMissingOrDoNotFit() {
    Safetensors whole = LatentEnsembles.tensors(ensemble());
    TreeMap<String, Tensor> tensors = new TreeMap<>(whole.tensors());
    tensors.remove("latent.codes");
    assertThatThrownBy(
            () -> LatentEnsembles.ensemble(new Safetensors(tensors, whole.metadata()), LOG, "file"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("file has no tensor latent.codes, found [");
    tensors.put("latent.codes", Tensor.matrix(new double[][] {{1, 2}}));
    assertThatThrownBy(
            () -> LatentEnsembles.ensemble(new Safetensors(tensors, whole.metadata()), LOG, "file"))
        .hasMessageStartingWith("file: 2 members of ");
  }
}
