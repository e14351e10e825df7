/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of logins in both directions that code does not read yet, or never will. */
final class Sasl {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtp_sasl_path | text | = | factory | n/a no SASL library outside Java is used
              Data that the SASL implementation needs, such as a file name.
            smtp_sasl_type | text! | = | factory | n/a no SASL library outside Java is used
              The SASL implementation.
              cyrus
            smtpd_sasl_auth_enable | bool | - | listener | planned
              Allows clients to log in (AUTH).
              no
            smtpd_sasl_local_domain | text | - | listener | planned
              The realm of logins.
            smtpd_sasl_security_options | list | - | listener | planned
              Properties that offered login mechanisms must not lack on connections without TLS.
              noanonymous
            smtpd_sender_login_maps | list | - | listener | planned
              Tables with the logins that may use a sender address.
            smtpd_sasl_application_name | text | - | listener | obsolete smtpd_sasl_path
              The name under which the SASL library found its settings.
            smtpd_sasl_authenticated_header | bool | - | listener | planned
              Names the login in the Received header.
              no
            smtpd_sasl_path | text! | - | listener | planned
              Data that the SASL implementation needs, such as the name of a file or socket.
              smtpd
            smtpd_sasl_type | text! | - | listener | planned
              The SASL implementation.
              cyrus
            cyrus_sasl_config_path | text | - | listener | n/a no SASL library outside Java is used
              Directories with settings of the Cyrus SASL library.
            """);

    private Sasl() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
