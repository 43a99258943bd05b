export async function seedShop(..._a: any[]): Promise<any> {
  throw new Error('being written');
}
