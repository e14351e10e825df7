/* SPDX-License-Identifier: Apache-2.0 */
/** The client beside other mail clients in Java and beside Postfix's smtp-source(1). */
package org.postchaise.bench.client;
