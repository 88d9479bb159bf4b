package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** Dense output where each row takes its own steps: one batched product at the end. */
final class RowDenseOutput implements OdeSolver.DenseOutput {

  private final ButcherTableau tableau;
  private final StepPlan plan;
  private final double[] times;
  private final NDList parts = new NDList();

  RowDenseOutput(ButcherTableau tableau, StepPlan plan, double[] times) {
    this.tableau = tableau;
    this.plan = plan;
    this.times = times;
  }

  @Override
  public void step(int index, NDArray state, RungeKuttaStep.Taken taken) {
    OdeSolver.DenseOutput.append(parts, state, taken);
  }

  @Override
  public NDArray result(NDArray last) {
    Shape shape = last.getShape();
    int rows = plan.ends().length;
    long channels = shape.get(shape.dimension() - 1);
    int columns = tableau.stageCount() + 1;
    int width = plan.steps() * columns;
    double[] weights = new double[rows * times.length * width];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < times.length; j++) {
        int step = plan.stepOf(row, times[j]);
        double start = plan.ends()[row][step];
        double length = plan.ends()[row][step + 1] - start;
        double[] dense = tableau.denseWeights(length > 0 ? (times[j] - start) / length : 1);
        int at = (row * times.length + j) * width + step * columns;
        weights[at] = 1;
        System.arraycopy(dense, 0, weights, at + 1, dense.length);
      }
    }
    NDList flat = new NDList();
    parts.forEach(part -> flat.add(part.reshape(rows, channels)));
    NDArray product =
        Tensors.array(
                last.getManager(),
                weights,
                new Shape(rows, times.length, width),
                last.getDataType())
            .matMul(NDArrays.stack(flat, 1));
    return product.transpose(1, 0, 2).reshape(new Shape(times.length).addAll(shape));
  }
}
