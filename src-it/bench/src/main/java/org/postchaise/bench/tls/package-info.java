/* SPDX-License-Identifier: Apache-2.0 */
/** What TLS costs the client, beside Angus Mail and Postfix's smtp(8). */
package org.postchaise.bench.tls;
