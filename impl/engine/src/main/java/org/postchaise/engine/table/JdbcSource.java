/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The source of the connections of a jdbc table. */
interface JdbcSource extends AutoCloseable {

    /** Returns a kept connection, or a new connection. */
    Connection take() throws SQLException;

    /** Returns a new connection after a connection was lost, and closes the kept connections. */
    Connection renew() throws SQLException;

    /** Takes a working connection back. */
    void giveBack(Connection connection) throws SQLException;

    @Override
    void close();

    /**
     * A data source of the application server, which has its own pool and limits. The data source is looked up at each
     * use, since the server may replace a data source.
     */
    record Named(String name) implements JdbcSource {
        @Override
        // the name comes from the operator's file, never from a key
        @SuppressWarnings("BanJNDI")
        public Connection take() throws SQLException {
            try {
                InitialContext naming = new InitialContext();
                try {
                    if (naming.lookup(name) instanceof DataSource source) {
                        return source.getConnection();
                    }
                } finally {
                    naming.close();
                }
                throw new SQLException("datasource " + name + " is no javax.sql.DataSource");
            } catch (NamingException e) {
                throw new SQLException("datasource " + name + ": " + e.getMessage(), e);
            }
        }

        @Override
        public Connection renew() throws SQLException {
            return take();
        }

        @Override
        public void giveBack(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public void close() {}
    }

    /** The connections of a JDBC driver; keeps as many connections as lookups run at once. */
    final class Driver implements JdbcSource {
        private final String url;
        private final Properties login = new Properties();
        private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();
        private volatile boolean closed;

        Driver(String url, String user, String password) {
            this.url = url;
            if (!user.isEmpty()) {
                login.setProperty("user", user);
                login.setProperty("password", password);
            }
        }

        @Override
        public Connection take() throws SQLException {
            Connection connection = kept.pollFirst();
            return connection == null ? DriverManager.getConnection(url, login) : connection;
        }

        @Override
        public Connection renew() throws SQLException {
            dropAll();
            return DriverManager.getConnection(url, login);
        }

        @Override
        public void giveBack(Connection connection) {
            kept.addFirst(connection);
            if (closed) {
                dropAll();
            }
        }

        @Override
        public void close() {
            closed = true;
            dropAll();
        }

        private void dropAll() {
            for (Connection one = kept.pollFirst(); one != null; one = kept.pollFirst()) {
                try {
                    one.close();
                } catch (SQLException ignored) {
                    // it was lost already
                }
            }
        }
    }
}
