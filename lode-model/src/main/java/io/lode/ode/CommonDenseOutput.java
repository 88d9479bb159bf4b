package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** Dense output where all rows take the same steps: one small product a step. */
final class CommonDenseOutput implements OdeSolver.DenseOutput {

  private final ButcherTableau tableau;
  private final StepPlan plan;
  private final double[] times;
  private final NDList pieces = new NDList();
  private int next;

  CommonDenseOutput(ButcherTableau tableau, StepPlan plan, double[] times) {
    this.tableau = tableau;
    this.plan = plan;
    this.times = times;
  }

  @Override
  public void step(int index, NDArray state, RungeKuttaStep.Taken taken) {
    int first = next;
    while (next < times.length && plan.stepOf(0, times[next]) == index) {
      next++;
    }
    if (next == first) {
      return;
    }
    double end = plan.ends()[0][index + 1];
    if (next == first + 1 && times[first] == end) {
      pieces.add(taken.end().expandDims(0));
      return;
    }
    double start = plan.ends()[0][index];
    int columns = tableau.stageCount() + 1;
    double[] weights = new double[(next - first) * columns];
    for (int j = first; j < next; j++) {
      double theta = end > start ? (times[j] - start) / (end - start) : 1;
      double[] dense = tableau.denseWeights(theta);
      weights[(j - first) * columns] = 1;
      for (int i = 0; i < dense.length; i++) {
        weights[(j - first) * columns + 1 + i] = dense[i] * taken.factor();
      }
    }
    NDList parts = new NDList();
    OdeSolver.DenseOutput.append(parts, state, taken);
    Shape shape = state.getShape();
    NDArray flat = NDArrays.stack(parts).reshape(columns, shape.size());
    NDArray product =
        Tensors.array(
                state.getManager(), weights, new Shape(next - first, columns), state.getDataType())
            .matMul(flat);
    pieces.add(product.reshape(new Shape(next - first).addAll(shape)));
  }

  @Override
  public NDArray result(NDArray last) {
    return pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces, 0);
  }
}
