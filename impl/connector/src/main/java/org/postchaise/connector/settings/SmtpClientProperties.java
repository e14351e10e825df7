/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import jakarta.resource.spi.ConfigProperty;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;

/**
 * The configuration properties of a connection factory: one for each row of {@link
 * org.postchaise.engine.config.catalog.SmtpClient}, always text in the grammar of main.cf. An empty text inherits the
 * catalog's default.
 *
 * <p>A setter only stores. Containers differ in what they make of an exception from a setter (a bare "injection failed",
 * or nothing); {@link #settings()} checks all values together when the factory is made. A test compares this class with
 * the catalog and with ra.xml.
 *
 * <p>Equality is that of the values set. Source: Jakarta Connectors 2.1, sections 5.3.7, 6.5.3 and 19.3.
 */
public abstract class SmtpClientProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What was set, main.cf name to text, without empty ones. */
    private final TreeMap<String, String> values = new TreeMap<>();

    /** All properties empty. */
    protected SmtpClientProperties() {}

    /**
     * The catalog's defaults with these values laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException naming a bad value's parameter, and what was expected
     */
    public final Settings settings() {
        synchronized (values) {
            return Catalog.settings(values);
        }
    }

    /** {@code relayhost}; empty: inherit. */
    public String getRelayhost() {
        return value("relayhost");
    }

    /** Sets {@code relayhost}; empty: inherit. */
    @ConfigProperty(
            description =
                    "The next hop of mail for which the application names none. Postfix parameter relayhost, default: empty.")
    public void setRelayhost(String text) {
        set("relayhost", text);
    }

    /** {@code myhostname}; empty: inherit. */
    public String getMyhostname() {
        return value("myhostname");
    }

    /** Sets {@code myhostname}; empty: inherit. */
    @ConfigProperty(
            description =
                    "This system's host name; empty: the name that the operating system gives. Postfix parameter myhostname, default: empty.")
    public void setMyhostname(String text) {
        set("myhostname", text);
    }

    /** {@code smtp_helo_name}; empty: inherit. */
    public String getSmtpHeloName() {
        return value("smtp_helo_name");
    }

    /** Sets {@code smtp_helo_name}; empty: inherit. */
    @ConfigProperty(
            description =
                    "The host name to send with the EHLO or HELO command. Postfix parameter smtp_helo_name, default: $myhostname.")
    public void setSmtpHeloName(String text) {
        set("smtp_helo_name", text);
    }

    /** {@code smtp_connect_timeout}; empty: inherit. */
    public String getSmtpConnectTimeout() {
        return value("smtp_connect_timeout");
    }

    /** Sets {@code smtp_connect_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for completing a TCP connection. Postfix parameter smtp_connect_timeout, default: 30s.")
    public void setSmtpConnectTimeout(String text) {
        set("smtp_connect_timeout", text);
    }

    /** {@code smtp_helo_timeout}; empty: inherit. */
    public String getSmtpHeloTimeout() {
        return value("smtp_helo_timeout");
    }

    /** Sets {@code smtp_helo_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for receiving the initial greeting, and for sending HELO or EHLO and receiving the reply. Postfix parameter smtp_helo_timeout, default: 300s.")
    public void setSmtpHeloTimeout(String text) {
        set("smtp_helo_timeout", text);
    }

    /** {@code smtp_mail_timeout}; empty: inherit. */
    public String getSmtpMailTimeout() {
        return value("smtp_mail_timeout");
    }

    /** Sets {@code smtp_mail_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending MAIL FROM and receiving the reply. Postfix parameter smtp_mail_timeout, default: 300s.")
    public void setSmtpMailTimeout(String text) {
        set("smtp_mail_timeout", text);
    }

    /** {@code smtp_rcpt_timeout}; empty: inherit. */
    public String getSmtpRcptTimeout() {
        return value("smtp_rcpt_timeout");
    }

    /** Sets {@code smtp_rcpt_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending RCPT TO and receiving the reply. Postfix parameter smtp_rcpt_timeout, default: 300s.")
    public void setSmtpRcptTimeout(String text) {
        set("smtp_rcpt_timeout", text);
    }

    /** {@code smtp_data_init_timeout}; empty: inherit. */
    public String getSmtpDataInitTimeout() {
        return value("smtp_data_init_timeout");
    }

    /** Sets {@code smtp_data_init_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending DATA and receiving the reply. Postfix parameter smtp_data_init_timeout, default: 120s.")
    public void setSmtpDataInitTimeout(String text) {
        set("smtp_data_init_timeout", text);
    }

    /** {@code smtp_data_xfer_timeout}; empty: inherit. */
    public String getSmtpDataXferTimeout() {
        return value("smtp_data_xfer_timeout");
    }

    /** Sets {@code smtp_data_xfer_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending message content; a connection that makes no progress for this long is dropped. Postfix parameter smtp_data_xfer_timeout, default: 180s.")
    public void setSmtpDataXferTimeout(String text) {
        set("smtp_data_xfer_timeout", text);
    }

    /** {@code smtp_data_done_timeout}; empty: inherit. */
    public String getSmtpDataDoneTimeout() {
        return value("smtp_data_done_timeout");
    }

    /** Sets {@code smtp_data_done_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending the final dot and receiving the reply. Postfix parameter smtp_data_done_timeout, default: 600s.")
    public void setSmtpDataDoneTimeout(String text) {
        set("smtp_data_done_timeout", text);
    }

    /** {@code smtp_rset_timeout}; empty: inherit. */
    public String getSmtpRsetTimeout() {
        return value("smtp_rset_timeout");
    }

    /** Sets {@code smtp_rset_timeout}; empty: inherit. */
    @ConfigProperty(
            description =
                    "Time limit for sending RSET and receiving the reply, where a session is checked before it is used again. Postfix parameter smtp_rset_timeout, default: 20s.")
    public void setSmtpRsetTimeout(String text) {
        set("smtp_rset_timeout", text);
    }

    /** {@code smtp_quit_timeout}; empty: inherit. */
    public String getSmtpQuitTimeout() {
        return value("smtp_quit_timeout");
    }

    /** Sets {@code smtp_quit_timeout}; empty: inherit. */
    @ConfigProperty(description = "Time limit for sending QUIT. Postfix parameter smtp_quit_timeout, default: 300s.")
    public void setSmtpQuitTimeout(String text) {
        set("smtp_quit_timeout", text);
    }

    /** {@code smtp_connection_reuse_time_limit}; empty: inherit. */
    public String getSmtpConnectionReuseTimeLimit() {
        return value("smtp_connection_reuse_time_limit");
    }

    /** Sets {@code smtp_connection_reuse_time_limit}; empty: inherit. */
    @ConfigProperty(
            description =
                    "How long after it was opened a session may be used again. Postfix parameter smtp_connection_reuse_time_limit, default: 300s.")
    public void setSmtpConnectionReuseTimeLimit(String text) {
        set("smtp_connection_reuse_time_limit", text);
    }

    /** Called after a value was set: what was made of the former values is out of date. */
    protected abstract void configurationChanged();

    @Override
    public final boolean equals(Object other) {
        return other instanceof SmtpClientProperties that
                && getClass() == that.getClass()
                && copy().equals(that.copy());
    }

    @Override
    public final int hashCode() {
        return copy().hashCode();
    }

    private Map<String, String> copy() {
        synchronized (values) {
            return new TreeMap<>(values);
        }
    }

    private String value(String name) {
        synchronized (values) {
            return values.getOrDefault(name, "");
        }
    }

    /** Containers hand in null for "not set" too. */
    private void set(String name, String text) {
        synchronized (values) {
            if (text == null || text.isBlank()) {
                values.remove(name);
            } else {
                values.put(name, text.strip());
            }
        }
        configurationChanged();
    }
}
