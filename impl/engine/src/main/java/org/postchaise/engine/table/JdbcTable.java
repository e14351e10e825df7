/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A lookup table in a database, {@code jdbc:/path/file.cf}, configured as in mysql_table(5): {@code datasource} (a JNDI
 * name) or {@code url}, {@code user}, {@code password}; {@code query}, {@code result_format}, {@code domain}, {@code
 * expansion_limit}; {@code query_timeout} in seconds, 10 by default.
 *
 * <p>Not all drivers keep time limits, so a lookup over a {@code url} runs on a pool thread that the caller can
 * abandon. A lookup over a data source runs on the caller's thread, whose naming context is needed, and ends by the
 * limits of the server's pool and of the driver.
 */
public final class JdbcTable extends NamedTable {
    private static final int THREADS = 8;
    private static final int WAITING = 64;

    private final SqlTemplate query;
    private final QueryTerms terms;
    private final JdbcSource source;
    private final int seconds;
    private final Optional<ThreadPoolExecutor> threads;

    private JdbcTable(String name, SqlTemplate query, QueryTerms terms, JdbcSource source, int seconds) {
        super(name);
        this.query = query;
        this.terms = terms;
        this.source = source;
        this.seconds = seconds;
        this.threads = source instanceof JdbcSource.Driver ? Optional.of(threads(name)) : Optional.empty();
    }

    /** Returns the table type {@code jdbc}. */
    public static TableType type() {
        return new NamedType("jdbc", JdbcTable::open);
    }

    private static LookupTable open(String path, TableContext context) throws TableException {
        String table = "jdbc:" + path;
        Set<String> known = new HashSet<>(List.of("url", "datasource", "user", "password", "query", "query_timeout"));
        known.addAll(QueryTerms.PARAMETERS);
        TableFile file = TableFile.read(table, path, known, context);
        if (file.has("url") == file.has("datasource")) {
            throw new TableException("table " + table + ": expected either url or datasource in " + path);
        }
        SqlTemplate query = SqlTemplate.parse(table, file.required("query"));
        int seconds = file.number("query_timeout", 10, 1);
        JdbcSource source = file.has("url")
                ? new JdbcSource.Driver(file.text("url", ""), file.text("user", ""), file.text("password", ""))
                : new JdbcSource.Named(file.text("datasource", ""));
        return new JdbcTable(table, query, QueryTerms.read(table, file, context), source, seconds);
    }

    private static ThreadPoolExecutor threads(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "postchaise-" + name);
                    thread.setDaemon(true);
                    // not the caller's: that would keep an undeployed application alive
                    thread.setContextClassLoader(JdbcTable.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    LookupResult ask(String key) {
        LookupResult admitted = terms.admits(key);
        if (!(admitted instanceof LookupResult.Found)) {
            return admitted;
        }
        Optional<List<String>> parameters = query.fill(key);
        if (parameters.isEmpty() || key.isEmpty() || !terms.suits(key)) {
            return LookupResult.ABSENT;
        }
        return threads.map(pool -> inTime(pool, key, parameters.get())).orElseGet(() -> ask(key, parameters.get()));
    }

    private LookupResult inTime(ThreadPoolExecutor pool, String key, List<String> parameters) {
        Future<LookupResult> answer;
        try {
            answer = pool.submit(() -> ask(key, parameters));
        } catch (RejectedExecutionException e) {
            return unavailable("too many lookups wait for the database");
        }
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return unavailable("no answer in " + seconds + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return unavailable("interrupted");
        } catch (ExecutionException e) {
            return unavailable(OneLine.of(String.valueOf(e.getCause().getMessage())));
        }
    }

    private LookupResult ask(String key, List<String> parameters) {
        try {
            try {
                return ask(source.take(), key, parameters);
            } catch (SQLTimeoutException e) {
                throw e;
            } catch (SQLException lost) {
                // it may have been a kept connection that died; a mistake in the query only fails twice
                return ask(source.renew(), key, parameters);
            }
        } catch (SQLException e) {
            return unavailable(e);
        }
    }

    private LookupResult ask(Connection connection, String key, List<String> parameters) throws SQLException {
        boolean whole = false;
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setQueryTimeout(seconds);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            QueryTerms.Values values = terms.values(key);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            try (ResultSet rows = statement.executeQuery()) {
                collect(rows, values, deadline);
            }
            whole = true;
            return values.result();
        } finally {
            if (whole) {
                source.giveBack(connection);
            } else {
                connection.close();
            }
        }
    }

    private void collect(ResultSet rows, QueryTerms.Values values, long deadline) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            if (System.nanoTime() - deadline > 0) {
                throw new SQLTimeoutException("no end of rows in " + seconds + " s");
            }
            for (int column = 1; column <= columns; column++) {
                String value = rows.getString(column);
                if (value != null && !values.add(value)) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        super.close();
        threads.ifPresent(ThreadPoolExecutor::shutdownNow);
        source.close();
        terms.close();
    }
}
