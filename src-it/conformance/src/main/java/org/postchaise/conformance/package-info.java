/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Drivers by which the conformance suite runs the project ({@link org.postchaise.conformance.ConformanceDriver}): each run reads one scenario and prints its
 * outcomes. Test programs, never part of a shipped archive.
 */
package org.postchaise.conformance;
