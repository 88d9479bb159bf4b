package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.model.process.CurveData;
import io.lode.model.process.CurveKernel;
import io.lode.model.process.CurvePoint;
import io.lode.model.process.CurveProcess;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A process on curves as tensors of its ensemble's file. */
final class CurveTensors {

  private static final String POINTS = "curves.points";
  private static final String KERNEL = "curves.kernel";
  private static final String UNITS = "curves.units";
  private static final int COLUMNS = 6;

  private CurveTensors() {}

  /**
   * The tensors: points (point, column) with the columns log area, log rate, shape, log step,
   * number of the run and residual; the kernel's three lengths and two noises; (reference steps,
   * smallest learning rate).
   */
  static Map<String, Tensor> of(CurveProcess process) {
    CurveData data = process.data();
    double[][] rows = new double[data.count()][];
    for (int i = 0; i < rows.length; i++) {
      CurvePoint point = data.points()[i];
      rows[i] =
          new double[] {
            point.logArea(),
            point.logRate(),
            point.shape(),
            point.logStep(),
            data.run()[i],
            data.residual()[i]
          };
    }
    CurveKernel kernel = process.kernel();
    return Map.of(
        POINTS,
        Tensor.matrix(rows),
        KERNEL,
        Tensor.vector(
            kernel.areaLength(),
            kernel.rateLength(),
            kernel.shapeLength(),
            kernel.pointNoise(),
            kernel.runNoise()),
        UNITS,
        Tensor.vector(data.referenceSteps(), data.smallestLearningRate()));
  }

  /**
   * The process of a file, empty where it holds none.
   *
   * @throws ArtifactException if only a part of it is there, or its tensors do not fit each other
   */
  static Optional<CurveProcess> read(Safetensors file, String name) {
    if (!file.tensors().containsKey(POINTS)) {
      return Optional.empty();
    }
    double[][] rows = file.require(POINTS, name).rows();
    double[] kernel = file.require(KERNEL, name).data();
    double[] units = file.require(UNITS, name).data();
    if (kernel.length != 5
        || units.length != 2
        || Arrays.stream(rows).anyMatch(row -> row.length != COLUMNS)) {
      throw new ArtifactException(
          name
              + ": rows of curves.points, curves.kernel and curves.units must hold 6, 5 and 2"
              + " values, found "
              + (rows.length == 0 ? 0 : rows[0].length)
              + ", "
              + kernel.length
              + " and "
              + units.length);
    }
    CurveData data =
        new CurveData(
            units[0],
            units[1],
            Arrays.stream(rows)
                .map(row -> new CurvePoint(row[0], row[1], row[2], row[3]))
                .toArray(CurvePoint[]::new),
            Arrays.stream(rows).mapToInt(row -> (int) row[4]).toArray(),
            Arrays.stream(rows).mapToDouble(row -> row[5]).toArray());
    try {
      return Optional.of(
          new CurveProcess(
              data, new CurveKernel(kernel[0], kernel[1], kernel[2], kernel[3], kernel[4])));
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(name + ": " + e.getMessage(), e);
    }
  }
}
