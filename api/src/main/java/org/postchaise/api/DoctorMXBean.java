/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * The examination of a destination under the settings of a running server, for management: one bean for each started resource adapter, {@code
 * org.postchaise:type=Doctor,adapter=N}. It asks mail servers, which neither WildFly's {@code test-connection-in-pool} nor
 * Payara's {@code ping-connection-pool} does, and sends no mail.
 */
public interface DoctorMXBean {
    /**
     * Finds the hosts that would be given mail, opens a session with each of them, with TLS and login as the settings say, and explains what it met: what
     * the command {@code postchaise doctor} prints. For each different configuration of the connection factories in use, and for the adapter's
     * own where none was used yet. Takes up to 30 seconds for each host.
     *
     * @param destination a mail domain, an address, or a next hop such as {@code [mail.example.com]:587}
     * @return lines of text; the verdict is the first line of each configuration's
     * @throws IllegalArgumentException in one line, when the destination is malformed or a setting or a table can't be used
     */
    List<String> examine(String destination);
}
