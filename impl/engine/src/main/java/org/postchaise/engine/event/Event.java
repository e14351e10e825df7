/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

/**
 * A fact that the engine reports to an {@link EngineListener}. Each side of the protocol has a sealed family of its own, whose
 * members are records: {@link ClientEvent} and {@link ServerEvent}.
 */
public sealed interface Event permits ClientEvent, ServerEvent {}
