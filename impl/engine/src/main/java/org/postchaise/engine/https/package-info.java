/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Requests to web servers that need not be trusted to behave: {@link org.postchaise.engine.https.HttpsClient} is the port,
 * with one implementation by Java's HTTP client, bounded in time and in the size of head and body.
 */
package org.postchaise.engine.https;
