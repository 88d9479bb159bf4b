package io.lode.lab.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The house as a page: a picture for each module, then a table of its rooms. The page changes only
 * where a room or an arrow does, not with each line of code.
 *
 * <p>A picture is a Mermaid graph. An arrow leads from a room to one that it imports; an arrow that
 * follows from others is left out, so that the picture shows the order of the rooms.
 *
 * @param house what is drawn
 */
public record HousePage(House house) {

  private static final List<List<String>> PICTURES =
      List.of(List.of("lode-model"), List.of("jobs"), List.of("lab/worlds", "lab/bench"));

  /** The page as Markdown, one line an element. */
  public List<String> markdown() {
    List<String> page = new ArrayList<>();
    for (List<String> modules : PICTURES) {
      List<Room> rooms =
          house.rooms().stream().filter(room -> modules.contains(room.module())).toList();
      page.add("### " + modules.get(0).replaceFirst("/.*", ""));
      page.add("");
      page.addAll(picture(rooms));
      page.add("");
      page.add("| room | what it is |");
      page.add("|---|---|");
      rooms.forEach(room -> page.add("| `%s` | %s |".formatted(room.name(), room.purpose())));
      page.add("");
    }
    return page;
  }

  private List<String> picture(List<Room> rooms) {
    Set<String> names =
        rooms.stream().map(Room::name).collect(Collectors.toCollection(TreeSet::new));
    List<String> lines = new ArrayList<>();
    lines.add("```mermaid");
    lines.add("graph TD");
    for (Room room : rooms) {
      lines.add("  " + node(room.name()) + "[\"" + room.name() + "\"]");
    }
    for (Room room : rooms) {
      for (String other : room.imports().stream().sorted().toList()) {
        if (names.contains(other) && !reachable(room, other, names)) {
          lines.add("  " + node(room.name()) + " --> " + node(other));
        }
      }
    }
    lines.add("```");
    return lines;
  }

  /** Whether a room reaches another one by way of a third. */
  private boolean reachable(Room from, String to, Set<String> names) {
    return from.imports().stream()
        .filter(next -> names.contains(next) && !next.equals(to))
        .anyMatch(next -> closure(next, names, new TreeSet<>()).contains(to));
  }

  private Set<String> closure(String from, Set<String> names, Set<String> seen) {
    for (String next : house.room(from).imports()) {
      if (names.contains(next) && seen.add(next)) {
        closure(next, names, seen);
      }
    }
    return seen;
  }

  private static String node(String name) {
    return name.replace('.', '_');
  }
}
