package io.lode.jobs.ingest.format;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.source.PathTemplate;
import io.lode.jobs.conf.source.SourceDefinition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds log files below an input and tells what they hold apart. */
public final class LogFiles {

  private static final Pattern COMPRESSED =
      Pattern.compile("(.+)\\.(?:gz|zst|zstd)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private LogFiles() {}

  /** The same configuration, but local files are read as they are. */
  public static Configuration readable(Configuration configuration) {
    Configuration readable = new Configuration(configuration);
    readable.setClass("fs.file.impl", LocalLogFileSystem.class, FileSystem.class);
    readable.setBoolean("fs.file.impl.disable.cache", true);
    return readable;
  }

  /**
   * The file system of a log.
   *
   * @param configuration of {@link #readable}
   */
  public static FileSystem fileSystem(Path file, Configuration configuration) throws IOException {
    return file.getFileSystem(configuration(file, configuration));
  }

  /**
   * The configuration that a log is opened with. Hadoop keeps one file system for all of a remote
   * store, with the configuration of who asked first, and that file system writes to local files as
   * Hadoop does: it must not know how logs are read.
   *
   * @param configuration of {@link #readable}
   */
  static Configuration configuration(Path file, Configuration configuration) {
    String scheme = file.toUri().getScheme();
    String found = scheme == null ? FileSystem.getDefaultUri(configuration).getScheme() : scheme;
    if ("file".equals(found)) {
      return configuration;
    }
    Configuration remote = new Configuration(configuration);
    remote.unset("fs.file.impl");
    remote.unset("fs.file.impl.disable.cache");
    return remote;
  }

  /**
   * What lies below an input.
   *
   * @param logs the files that the template describes, in the order of their relative paths, in
   *     which numbers count as numbers
   * @param leftOut how many others the template describes, which their names show to be unfinished
   * @param example one of those, or null
   * @param refused what must not be read and why, such as links that lead out of the input
   */
  public record Found(List<LogFile> logs, long leftOut, String example, List<String> refused) {}

  /**
   * The files below an input that a template describes.
   *
   * @param input a folder, or one file
   * @throws UsageException if the input does not exist
   * @throws NothingUsableException if no file matches
   */
  public static Found find(String input, PathTemplate template, Configuration configuration) {
    try {
      Path given = new Path(input);
      FileStatus status = fileSystem(given, configuration).getFileStatus(given);
      Path root = status.isDirectory() ? status.getPath() : status.getPath().getParent();
      LocalLogFileSystem.stayBelow(root, configuration);
      FileSystem files = fileSystem(given, configuration);
      List<LogFile> found = new ArrayList<>();
      String other = null;
      String hidden = null;
      long leftOut = 0;
      RemoteIterator<LocatedFileStatus> all = files.listFiles(status.getPath(), true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        String relative = relative(root, file.getPath());
        Optional<Map<String, String>> captures = captures(template, relative);
        if (captures.isPresent() && isHidden(relative)) {
          hidden = relative;
          leftOut++;
        } else if (captures.isPresent()) {
          found.add(
              new LogFile(
                  file.getPath().toUri().toString(), relative, file.getLen(), 0, captures.get()));
        } else {
          other = relative;
        }
      }
      if (found.isEmpty()) {
        throw new NothingUsableException(
            "no file below "
                + input
                + " matches "
                + template.text()
                + ", found "
                + (other == null && hidden == null
                    ? "no files"
                    : "others, such as " + (other == null ? hidden : other)));
      }
      List<String> refused = new ArrayList<>();
      if (files instanceof LocalLogFileSystem local) {
        leaveOutCopies(found, local);
        refused.addAll(local.refused());
      }
      found.sort(Comparator.comparing(LogFile::relativePath, NaturalOrder.NAMES));
      found.replaceAll(new Numbering()::next);
      return new Found(found, leftOut, hidden, refused);
    } catch (FileNotFoundException e) {
      throw new UsageException("--input " + input + " does not exist", e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--input " + input + " is no path: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("--input " + input + " cannot be listed", e);
    }
  }

  /** Leaves out files that are found under a further name, by a link. */
  private static void leaveOutCopies(List<LogFile> found, LocalLogFileSystem files)
      throws IOException {
    Map<java.nio.file.Path, LogFile> kept = new HashMap<>();
    for (LogFile file : found) {
      java.nio.file.Path where = files.whereIs(path(file));
      boolean own = where.equals(java.nio.file.Path.of(path(file).toUri().getPath()));
      LogFile before = kept.get(where);
      if (before == null || own) {
        kept.put(where, file);
      }
    }
    if (kept.size() < found.size()) {
      found.retainAll(new HashSet<>(kept.values()));
    }
  }

  private static final class Numbering {
    private int count;

    LogFile next(LogFile file) {
      return file.at(count++);
    }
  }

  /** What a path says, whether or not the file is compressed. */
  private static Optional<Map<String, String>> captures(PathTemplate template, String relative) {
    Matcher compressed = COMPRESSED.matcher(relative);
    if (!compressed.matches()) {
      return template.captures(relative);
    }
    // As it stands only where the template asks for the ending, or a name would hold it.
    Optional<Map<String, String>> bare = template.captures(compressed.group(1));
    return bare.isPresent() ? bare : template.captures(relative);
  }

  private static String relative(Path root, Path file) {
    String base = root.toUri().getPath();
    String whole = file.toUri().getPath();
    return whole.substring(base.endsWith("/") ? base.length() : base.length() + 1);
  }

  /**
   * Files that are being copied, and leftovers of writers. Those start with one dot; a name that
   * starts with two is a run's own, such as one that tries to leave its folder.
   */
  private static boolean isHidden(String relative) {
    for (String name : relative.split("/", -1)) {
      boolean dotted = name.startsWith(".") && !name.startsWith("..");
      if (dotted || name.equals("_SUCCESS") || name.equals("_temporary")) {
        return true;
      }
    }
    return relative.endsWith("._COPYING_");
  }

  /** The file's path for Hadoop. */
  public static Path path(LogFile file) {
    return new Path(URI.create(file.uri()));
  }

  /** The file of a name beside a log. */
  public static Path beside(LogFile file, String name) {
    return new Path(path(file).getParent(), name);
  }

  /** A number that stands for the path and content of a log and of what belongs to it. */
  public static BigInteger digest(
      LogFile file, SourceDefinition source, Configuration configuration) throws IOException {
    MessageDigest sha = sha256();
    sha.update(file.relativePath().getBytes(StandardCharsets.UTF_8));
    content(sha, path(file), configuration);
    if (source.hyperparametersFile() != null) {
      optional(sha, beside(file, source.hyperparametersFile()), configuration);
    }
    for (Path part : ReadableFormat.of(source).parts(path(file), configuration)) {
      sha.update(name(path(file).getParent(), part).getBytes(StandardCharsets.UTF_8));
      optional(sha, part, configuration);
    }
    return new BigInteger(1, sha.digest());
  }

  /** The path of a file from a folder, or its name where it lies elsewhere. */
  private static String name(Path folder, Path file) {
    String base = folder.toUri().getPath() + "/";
    String whole = file.toUri().getPath();
    return whole.startsWith(base) ? whole.substring(base.length()) : file.getName();
  }

  private static void optional(MessageDigest sha, Path path, Configuration configuration)
      throws IOException {
    try {
      content(sha, path, configuration);
    } catch (FileNotFoundException e) {
      sha.update((byte) 1);
    } catch (RefusedFileException e) {
      sha.update((byte) 2);
    }
  }

  private static void content(MessageDigest sha, Path path, Configuration configuration)
      throws IOException {
    sha.update((byte) 0);
    try (InputStream in = fileSystem(path, configuration).open(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
      }
    }
  }

  /** Adds digests so that the order of files does not matter. */
  public static BigInteger combine(BigInteger a, BigInteger b) {
    return a.add(b).mod(MODULUS);
  }

  /** The identity of a delivery: its files, and how they are read. */
  public static String delivery(BigInteger files, String reading) {
    MessageDigest sha = sha256();
    sha.update(files.toByteArray());
    sha.update(reading.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
