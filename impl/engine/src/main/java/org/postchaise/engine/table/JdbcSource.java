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

/** Where the connections of a jdbc table come from. */
interface JdbcSource extends AutoCloseable {

    /** A connection that was used before, or a new one. */
    Connection take() throws SQLException;

    /** A new connection, after one was lost; the kept ones are given up. */
    Connection renew() throws SQLException;

    /** Takes a connection back that works. */
    void giveBack(Connection connection) throws SQLException;

    @Override
    void close();

    /** From a data source of the server, which pools and has its own limits. Looked up at each use: the server may replace it. */
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

    /** From a driver; keeps as many connections as lookups run at once. */
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
