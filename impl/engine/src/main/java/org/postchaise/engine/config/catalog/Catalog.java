/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.Succession;

/** The catalog of all parameters. */
public final class Catalog {
    private static final List<Parameter<?>> ROWS = Stream.of(
                    SmtpClient.rows(),
                    SmtpSession.rows(),
                    SmtpRoute.rows(),
                    NameLookup.rows(),
                    TransactionSupport.rows(),
                    SmtpSasl.rows(),
                    Transports.rows(),
                    ClientSession.rows(),
                    SmtpTls.rows(),
                    SmtpTlsPolicy.rows(),
                    ClientTls.rows(),
                    Tls.rows(),
                    Sasl.rows(),
                    Content.rows(),
                    Cleanup.rows(),
                    Queue.rows(),
                    Scheduling.rows(),
                    Notices.rows(),
                    Delivery.rows(),
                    Routing.rows(),
                    AddressVerification.rows(),
                    ServerSession.rows(),
                    ServerAccess.rows(),
                    ServerTls.rows(),
                    ServerMilter.rows(),
                    MailSystem.rows())
            .flatMap(List::stream)
            .toList();

    /**
     * The values that follow from obsolete names where the successor's default does not refer to the obsolete names
     * itself.
     */
    private static final List<Succession> SUCCESSIONS = List.of(
            tls("smtp_", "${{$smtp_tls_enforce_peername} == {no} ? {encrypt} : {verify}}"),
            tls("lmtp_", "${{$lmtp_tls_enforce_peername} == {no} ? {encrypt} : {verify}}"),
            tls("smtpd_", "encrypt"),
            new Succession(
                    "smtp_connection_reuse_count_limit",
                    List.of("smtp_connection_cache_reuse_limit"),
                    "$smtp_connection_cache_reuse_limit"),
            new Succession(
                    "lmtp_connection_cache_on_demand", List.of("lmtp_cache_connection"), "$lmtp_cache_connection"));

    private static final Settings DEFAULTS = Settings.defaults(ROWS, SUCCESSIONS, Elsewhere.names());

    private Catalog() {}

    /** Returns all rows, in the order of the topics. */
    public static List<Parameter<?>> rows() {
        return ROWS;
    }

    /** Returns the defaults. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the defaults with {@code values}, main.cf name to text, laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException for an unknown name or a bad value
     */
    public static Settings settings(Map<String, String> values) {
        return defaults().with(values);
    }

    /**
     * Returns the defaults with the lines of a main.cf file laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException with file and line for a bad value
     */
    public static Settings settings(MainCf file) {
        return defaults().with(file);
    }

    private static Succession tls(String side, String mandatory) {
        return new Succession(
                side + "tls_security_level",
                List.of(side + "enforce_tls", side + "use_tls"),
                "${{$" + side + "enforce_tls} == {yes} ? {" + mandatory + "} : {${{$" + side
                        + "use_tls} == {yes} ? {may}}}}");
    }
}
