declare module "swagger2openapi" {
  const converter: {
    convertObj(
      document: unknown,
      options: { patch: boolean; warnOnly: boolean; resolve: boolean },
    ): Promise<{ readonly openapi: unknown }>;
  };
  export default converter;
}
