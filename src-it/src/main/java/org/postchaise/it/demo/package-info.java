/* SPDX-License-Identifier: Apache-2.0 */
/** {@code mvn -Pdemo verify}: a server with adapter and sample application, to be looked at or run once. */
package org.postchaise.it.demo;
