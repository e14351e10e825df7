/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The events that the engine reports to an {@link org.postchaise.engine.event.EngineListener}, and the facts in them, such
 * as the {@linkplain org.postchaise.engine.event.TlsSummary result of a TLS handshake}. The package makes no decisions about
 * mail.
 */
package org.postchaise.engine.event;
