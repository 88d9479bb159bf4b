package io.lode.lab.prior;

import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;

/** Sweeps of the simulated worlds: what a prior may learn from, beside published logs. */
public final class SimulatedFamilies {

  private static final List<String> WORLDS =
      List.of(
          "quadratic",
          "over-fitting",
          "multi-power-law",
          "multi-power-law-100m",
          "multi-power-law-25m");

  private SimulatedFamilies() {}

  /**
   * One sweep of each world with a closed form and of some of its variants.
   *
   * @param variants of each world beside the standard one
   * @param runs of a sweep
   */
  public static List<Member> members(int variants, int runs, long seed) {
    List<Member> members = new ArrayList<>();
    for (String name : WORLDS) {
      for (long variant = Worlds.STANDARD; variant <= variants; variant++) {
        World world = Worlds.named(name, variant);
        SweepDraw draw = SweepDraw.of(world, runs, seed);
        members.add(
            new Member(
                "simulated " + name,
                new Sweep(
                    new GroupKey(world.name(), "simulated", "sgd"),
                    world.objective(),
                    world.train(draw.schedules(), draw.names(), world.totalSteps(), seed))));
      }
    }
    return members;
  }
}
