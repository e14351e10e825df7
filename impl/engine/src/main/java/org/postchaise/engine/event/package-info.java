/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Events: the {@link org.postchaise.engine.event.EngineListener} with the facts that it reports. The package makes no
 * decisions about mail.
 */
package org.postchaise.engine.event;
