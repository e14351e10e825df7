/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.https.HttpsClient;

/**
 * The services that a client asks before it connects to a mail server.
 *
 * @param resolvers the resolvers of names
 * @param https the client of web servers, for MTA-STS policies
 */
record Network(Resolvers resolvers, HttpsClient https) {
    /** Returns {@code resolvers} with the HTTPS client of Java. */
    static Network of(Resolvers resolvers) {
        return new Network(resolvers, HttpsClient.OF_JAVA);
    }
}
