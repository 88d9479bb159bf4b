package io.lode.jobs.store.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.latent.LatentConfig;
import io.lode.model.latent.LatentTrainer;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.FitCheckpoints;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentCheckpointsTest {

  private static final GroupKey GROUP = new GroupKey("../m", "d", "o");

  @TempDir private Path folder;

  private LatentCheckpoints checkpoints() {
    return new LatentCheckpoints(
        StoreFiles.at(folder.toString(), new Configuration()), GROUP, "latent-1");
  }

  private static Sweep sweep() {
    World world = Worlds.quadratic(Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, 4, 1);
    return new Sweep(
        GROUP,
        world.objective(),
        world.train(draw.schedules(), draw.names(), world.totalSteps(), 1));
  }

  /** Keeps checkpoints in the store every few steps, and dies after one of them. */
  private record Dying(LatentCheckpoints kept, int everySteps, int diesAtStep, List<Integer> begun)
      implements FitCheckpoints {

    @Override
    public Optional<FitCheckpoint> last() {
      Optional<FitCheckpoint> last = kept.last();
      begun.add(last.map(FitCheckpoint::step).orElse(0));
      return last;
    }

    @Override
    public void save(FitCheckpoint checkpoint) {
      kept.save(checkpoint);
      if (checkpoint.step() == diesAtStep) {
        throw new IllegalStateException("the executor is lost");
      }
    }
  }

  @Test
  void aFitThatWasLostGoesOnFromItsLastCheckpointToTheSameResult() {
    Sweep sweep = sweep();
    LatentTrainer trainer = new LatentTrainer(LatentConfig.published(1).sized(2, 10));
    double[][] whole = trainer.fit(sweep).ensemble().parameters();
    List<Integer> begun = new ArrayList<>();
    Dying dying = new Dying(checkpoints(), 3, 6, begun);
    assertThatThrownBy(() -> trainer.fit(sweep, dying)).hasMessage("the executor is lost");
    double[][] resumed =
        trainer.fit(sweep, new Dying(checkpoints(), 3, -1, begun)).ensemble().parameters();
    assertThat(begun).containsExactly(0, 6);
    assertThat(resumed).isDeepEqualTo(whole);
    checkpoints().delete();
    assertThat(checkpoints().last()).isEmpty();
  }

  @Test
  void aDamagedCheckpointIsNamed() {
    LatentCheckpoints checkpoints = checkpoints();
    checkpoints.files().replace(checkpoints.path(), "no tensors".getBytes(UTF_8));
    assertThatThrownBy(checkpoints::last)
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith(checkpoints.path());
  }
}
