package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.RateGrid;
import io.lode.model.residual.ResidualSizes;
import java.util.Map;
import java.util.Optional;

/** A neural residual as tensors of its ensemble's file. */
final class ResidualTensors {

  private static final String SIZES = "residual.sizes";
  private static final String MEMBERS = "residual.members";
  private static final String GRID = "residual.grid";
  private static final String SCALE = "residual.scale";

  private ResidualTensors() {}

  /** The tensors: sizes (state, width), members (member, value), the grid, (unit, shrinkage). */
  static Map<String, Tensor> of(NeuralResidual residual) {
    RateGrid grid = residual.grid();
    return Map.of(
        SIZES,
        Tensor.vector(residual.sizes().state(), residual.sizes().width()),
        MEMBERS,
        Tensor.matrix(residual.parameters()),
        GRID,
        Tensor.vector(
            grid.referenceSteps(),
            grid.lastStep(),
            grid.smallestLearningRate(),
            grid.centre(),
            grid.spread()),
        SCALE,
        Tensor.vector(residual.unit(), residual.shrinkage()));
  }

  /**
   * The residual of a file, empty where it holds none.
   *
   * @throws ArtifactException if only a part of it is there, or its tensors do not fit each other
   */
  static Optional<NeuralResidual> read(Safetensors file, String name) {
    if (!file.tensors().containsKey(MEMBERS)) {
      return Optional.empty();
    }
    double[] sizes = file.require(SIZES, name).data();
    double[] grid = file.require(GRID, name).data();
    double[] scale = file.require(SCALE, name).data();
    if (sizes.length != 2 || grid.length != 5 || scale.length != 2) {
      throw new ArtifactException(
          name
              + ": residual.sizes, residual.grid and residual.scale must hold 2, 5 and 2 values,"
              + " found "
              + sizes.length
              + ", "
              + grid.length
              + " and "
              + scale.length);
    }
    try {
      return Optional.of(
          new NeuralResidual(
              new ResidualSizes((int) sizes[0], (int) sizes[1]),
              file.require(MEMBERS, name).rows(),
              new RateGrid(grid[0], grid[1], grid[2], grid[3], grid[4]),
              scale[0],
              scale[1]));
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(name + ": " + e.getMessage(), e);
    }
  }
}
