/** `12.5 %`; what subtracting doubles leaves behind is cut. */
export const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;
