package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.Describe;
import io.lode.jobs.ingest.format.LocalCopy;
import io.lode.jobs.ingest.format.RefusedFileException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The values in the SQLite database of a tracker, through JDBC, from a copy of the file. */
final class TrackerDatabase implements LoggedValues {

  /** What is particular to one tracker's tables. */
  interface Tables {

    /** Reads what is said of the runs. */
    void readRuns(Statement query) throws SQLException;

    /** Asks for the values, in the order of their runs. */
    ResultSet values(Statement query) throws SQLException;

    /** The value at the row that the answer stands at. */
    Value value(ResultSet row) throws SQLException;
  }

  private final LocalCopy copy;
  private final Connection connection;
  private final Tables tables;
  private ResultSet values;
  private boolean ended;

  private TrackerDatabase(LocalCopy copy, Connection connection, Tables tables) {
    this.copy = copy;
    this.connection = connection;
    this.tables = tables;
  }

  /**
   * Opens a database and reads what is said of its runs; nothing but a defect where that fails.
   *
   * @param unreadable what begins the reason where the tables cannot be read
   */
  static LoggedValues open(Path file, Configuration configuration, Tables tables, String unreadable)
      throws IOException {
    LocalCopy copy;
    try {
      copy = LocalCopy.of(file, configuration);
    } catch (DamagedDataException e) {
      return LoggedValues.of(new RowDefect("unreadable file", e.getMessage()));
    }
    try {
      // What was committed since the last checkpoint lies in the log beside the database.
      copy.addBeside(file.suffix("-wal"), "-wal", configuration);
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.file());
      try (Statement query = connection.createStatement()) {
        tables.readRuns(query);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
      return new TrackerDatabase(copy, connection, tables);
    } catch (SQLException e) {
      copy.close();
      return LoggedValues.of(new RowDefect("unreadable file", unreadable + Describe.shortly(e)));
    } catch (RefusedFileException e) {
      copy.close();
      return LoggedValues.of(new RowDefect("unreadable file", e.getMessage()));
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  @Override
  public Value next() {
    if (ended) {
      return null;
    }
    try {
      if (values == null) {
        values = tables.values(connection.createStatement());
      }
      if (!values.next()) {
        ended = true;
        return null;
      }
      return tables.value(values);
    } catch (SQLException e) {
      ended = true;
      return Value.defective(
          "", RunMetadata.NONE, new RowDefect("unreadable file", Describe.shortly(e)));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      copy.close();
    }
  }
}
