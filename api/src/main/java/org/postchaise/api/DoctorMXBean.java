/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * The diagnosis of a destination under the settings of a running server, for management: one bean for each started resource adapter, {@code
 * org.postchaise:type=Doctor,adapter=N}. The diagnosis opens sessions with mail servers, which neither WildFly's {@code
 * test-connection-in-pool} nor Payara's {@code ping-connection-pool} does, and sends no mail.
 */
public interface DoctorMXBean {
    /**
     * Looks up the hosts to which mail for {@code destination} would be sent, opens a session with each host, with TLS and login as the
     * settings say, and returns the findings as the command {@code postchaise doctor} prints them. Examines each distinct configuration of
     * the connection factories in use, or the adapter's own configuration if no factory was used yet. Takes up to 30 seconds for each host.
     *
     * @param destination a mail domain, an address, or a next hop such as {@code [mail.example.com]:587}
     * @return lines of text; the verdict is the first line of each configuration's
     * @throws IllegalArgumentException in one line, when the destination is malformed or a setting or a table can't be used
     */
    List<String> examine(String destination);
}
